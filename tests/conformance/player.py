"""An HTTP server on loopback that plays each case's steps and notes, on CLOCK_MONOTONIC, when it did."""
import dataclasses
import re
import socket
import struct
import threading
import time

from scripted_case import Case
from steps import Close, Drip, Hang, Raw, Reset, Wait, answer, body


# A case of this name is answered, on a reused connection, as soon as the name is read.
CUT_SHORT = "case reset-while-sending"


@dataclasses.dataclass
class Played:
    """What happened for one arrival of a request."""
    case: str
    read_ns: int                                            # its last byte had been read
    content: list[tuple[int, int]] = dataclasses.field(default_factory=list)  # before and after the write that ended each


class Player:
    def __init__(self, cases: dict[str, Case]):
        self._cases = cases
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._ended = threading.Event()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.played: dict[str, list[Played]] = {}           # by X-Request-ID, a case's requests alone
        threading.Thread(target=self._accept, daemon=True).start()

    def end(self):
        self._ended.set()
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        buffered, fresh = b"", True
        with connection:
            while True:
                try:
                    head, text, buffered = _read_request(connection, buffered, "" if fresh else CUT_SHORT)
                    if head is None or not self._answer(connection, head, text, fresh):
                        return
                except OSError:
                    return
                fresh = False

    def _answer(self, connection, head: str, text: str, fresh: bool) -> bool:
        """Returns whether the connection goes on."""
        read_ns = time.monotonic_ns()
        identity = re.search(r"(?i)^x-request-id: *(\S+)", head, re.M)
        name = re.search(r"case ([\w./+-]+)", text)
        if not (identity and name):                         # a probe, or what warms a connection
            models = {"object": "list", "data": [{"id": "m", "object": "model"}]}
            return _play(connection, [body(models if head.startswith("GET") else answer())], Played("", read_ns), self._ended)
        case, played = self._cases[name[1]], Played(name[1], read_ns)
        self.played.setdefault(identity[1], []).append(played)
        steps = case.when_fresh if fresh and case.when_fresh is not None else case.steps
        return _play(connection, steps, played, self._ended)


def _read_request(connection, buffered: bytes, cut_short: str):
    """Head, body and what follows; of a body that holds `cut_short` only what had come by then."""
    while b"\r\n\r\n" not in buffered:
        if not (more := connection.recv(65536)):
            return None, None, b""
        buffered += more
    head, _, rest = buffered.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)^content-length: *(\d+)", head, re.M)
    size = int(length[1]) if length else 0
    while len(rest) < size and not (cut_short and cut_short.encode() in rest):
        if not (more := connection.recv(65536)):
            return None, None, b""
        rest += more
    return head.decode(), rest[:size].decode(), rest[size:]


def _play(connection, steps: list, played: Played, ended: threading.Event) -> bool:
    for step in steps:
        match step:
            case Raw(data, content):
                _write(connection, data, content, played)
            case Drip(data, content, tail):
                for i in range(len(data)):
                    _write(connection, data[i:i + 1], content if i == len(data) - 1 - tail else 0, played)
            case Wait(ms):
                ended.wait(ms / 1000)                       # the script's own time
            case Close():
                return False
            case Reset():
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            case Hang():
                connection.recv(1)
                return False
    return True


def _write(connection, data: bytes, content: int, played: Played):
    before = time.monotonic_ns()
    connection.sendall(data)
    played.content += [(before, time.monotonic_ns())] * content
