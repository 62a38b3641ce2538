"""Commands in namespaces of their own, which nothing else on the machine sees."""
import os
import pathlib
import shlex

_UNSHARE = ("unshare",) if os.geteuid() == 0 else ("unshare", "--map-root-user")


def with_file(replacement: pathlib.Path, path: str, *command: str) -> list[str]:
    """`command`, for which `path` is `replacement`. Where there is no such file, a copy of its folder with it hides the folder."""
    new, old = shlex.quote(str(replacement)), shlex.quote(path)
    folder, copy = shlex.quote(os.path.dirname(path)), shlex.quote(f"{replacement}.folder")
    script = (f'if [ -e {old} ]; then mount --bind {new} {old}; else cp -a {folder} {copy} && '
              f'ln {new} {copy}/{shlex.quote(os.path.basename(path))} && mount --bind {copy} {folder}; fi && exec "$@"')
    return [*_UNSHARE, "--mount", "sh", "-c", script, "sh", *command]


def with_network(setup: str, *command: str) -> list[str]:
    """`command` in a network of loopback alone, after the shell commands `setup`."""
    return [*_UNSHARE, "--net", "sh", "-c", f'ip link set lo up && {setup} && exec "$@"', "sh", *command]
