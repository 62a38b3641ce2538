"""A network of this process's own, with a loopback and nothing else: any port is free in it, 8000 too, and no hub is near."""
import os
import subprocess
import sys

MARK = "BARRAGE_TEST_OWN_NETWORK"


def enter() -> None:
    """Starts this program again inside one. As root, or where a user may make namespaces; else it ends with what unshare says."""
    if MARK in os.environ:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    maps = [] if os.geteuid() == 0 else ["--map-root-user"]
    os.environ[MARK] = "1"
    os.execvp("unshare", ["unshare", *maps, "--net", sys.executable, "-B", *sys.argv])
