"""Commands in namespaces of their own, which nothing else on the machine sees."""
import os
import pathlib
import shlex

_UNSHARE = ("unshare",) if os.geteuid() == 0 else ("unshare", "--map-root-user")


def with_file(replacement: pathlib.Path, path: str, *command: str) -> list[str]:
    """`command`, for which `path` has the content of `replacement`."""
    script = f'mount --bind {shlex.quote(str(replacement))} {shlex.quote(path)} && exec "$@"'
    return [*_UNSHARE, "--mount", "sh", "-c", script, "sh", *command]


def with_network(setup: str, *command: str) -> list[str]:
    """`command` in a network of loopback alone, after the shell commands `setup`."""
    return [*_UNSHARE, "--net", "sh", "-c", f'ip link set lo up && {setup} && exec "$@"', "sh", *command]
