"""Processes that a test's children left behind."""
import ctypes
import os
import pathlib
import signal

PR_SET_CHILD_SUBREAPER = 36


def adopt() -> None:
    """From now on, a process whose parent ends becomes a child of this one instead of init's."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def adopted(known: set[int]) -> dict[int, str]:
    """Returns {process id: command} of this process's running children that are not `known`."""
    found = {}
    for task in pathlib.Path("/proc/self/task").iterdir():
        try:
            children = (task / "children").read_text().split()
        except FileNotFoundError:  # that thread has ended, and another has its children
            continue
        for pid in map(int, children):
            try:
                command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except FileNotFoundError:
                continue
            if pid not in known and command:  # a zombie has no command
                found[pid] = command.strip()
    return found


def end(pids) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
