"""An OpenAI-compatible server within the test, a thread a connection: in TLS or not, refusing what the test says, and
keeping what it was asked, over which connection, and when it sent each event."""
import dataclasses
import http.server
import json
import socketserver
import ssl
import threading
import time


@dataclasses.dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    body: str
    peer: tuple              # address and port: one a connection
    at: float                # monotonic, when it had been read
    until: float | None = None  # when its answer had been sent, or the client was gone
    cut: bool = False           # the client was gone first

    @property
    def json(self) -> dict:
        return json.loads(self.body)


class LlmServer:
    """Listens at once. `refuse(seen)` gives None, or (status, headers, body) in place of an answer. An answer has as many
    tokens as are asked for, else `tokens`, with `gap_s` before each; a word of the prompt is a token."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, context: ssl.SSLContext | None = None, refuse=None,
                 tokens: int = 4, gap_s: float = 0.0, paths: dict[str, dict] | None = None):
        self.refuse = refuse or (lambda seen: None)
        self.tokens = tokens
        self.gap_s = gap_s
        self.paths = {"/health": {}, "/v1/models": {"data": [{"id": "m", "owned_by": "test"}]}} | (paths or {})
        self.seen: list[Seen] = []
        self.sent: dict[str, list[int]] = {}  # X-Request-ID: CLOCK_MONOTONIC before each event's write
        self.most_in_flight = 0               # requests that were being answered at once
        self.resumed = 0                      # TLS sessions that were taken up again
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._in_flight = 0
        self._server = _Server((host, port), self, context)
        self.port = self._server.server_address[1]
        self.url = f"{'https' if context else 'http'}://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def posts(self) -> list[Seen]:
        """The requests of a run: those that bear its id."""
        return [seen for seen in list(self.seen) if seen.method == "POST" and "x-request-id" in seen.headers]

    def count(self, change: int) -> None:
        with self._lock:
            self._in_flight += change
            self.most_in_flight = max(self.most_in_flight, self._in_flight)

    def pause(self, seconds: float) -> None:
        """The pace of an answer; over at once when the server ends."""
        if seconds:
            self._ended.wait(seconds)

    def end(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, address, owner: LlmServer, context: ssl.SSLContext | None):
        self.owner = owner
        self.context = context
        super().__init__(address, _Handler)

    def finish_request(self, request, client_address):
        # In the connection's own thread: a client that never shakes hands holds nobody up.
        request.settimeout(60)
        if self.context is not None:
            request = self.context.wrap_socket(request, server_side=True)
            self.owner.resumed += request.session_reused
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        pass  # a client that goes away, or does not trust this server


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        refusal = self.server.owner.refuse(self._see(""))
        if refusal is not None:
            return self._reply(*refusal)
        # As a proxy it is asked for whole URLs.
        page = self.server.owner.paths.get("/" + self.path.split("/", 3)[3] if "://" in self.path else self.path)
        self._reply(404 if page is None else 200, {}, json.dumps(page or {}))

    def do_POST(self):
        owner = self.server.owner
        seen = self._see(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        owner.count(1)
        try:
            refusal = owner.refuse(seen)
            if refusal is not None:
                self._reply(*refusal)
            else:
                self._answer(seen.json)
        except OSError:
            seen.cut = self.close_connection = True
        finally:
            seen.until = time.monotonic()
            owner.count(-1)

    def _see(self, body: str) -> Seen:
        seen = Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body,
                    self.client_address, time.monotonic())
        self.server.owner.seen.append(seen)
        return seen

    def _reply(self, status: int, headers: dict[str, str], body: str):
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body.encode()))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def _answer(self, asked: dict):
        owner = self.server.owner
        count = asked.get("max_completion_tokens") or asked.get("max_tokens") or owner.tokens
        prompt = len(json.dumps(asked.get("messages") or asked.get("prompt") or "").split())
        usage = {"prompt_tokens": prompt, "completion_tokens": count, "total_tokens": prompt + count}
        if asked.get("stream"):
            return self._stream(asked, count, usage)
        owner.pause(owner.gap_s * count)
        text = " ".join(["word"] * count)
        said = {"message": {"role": "assistant", "content": text}} if "messages" in asked else {"text": text}
        self._reply(200, {}, json.dumps({"choices": [{"index": 0, "finish_reason": "stop"} | said], "usage": usage}))

    def _stream(self, asked: dict, count: int, usage: dict):
        owner = self.server.owner
        sent = owner.sent.setdefault(self.headers.get("X-Request-ID", ""), [])
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for i in range(count):
            owner.pause(owner.gap_s)
            sent.append(time.monotonic_ns())
            said = {"delta": {"content": f"t{i} "}} if "messages" in asked else {"text": f"t{i} "}
            self._event({"choices": [{"index": 0, "finish_reason": None} | said]})
        nothing = {"delta": {}} if "messages" in asked else {"text": ""}
        self._event({"choices": [{"index": 0, "finish_reason": "stop"} | nothing], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, event: dict):
        self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

    def _chunk(self, data: bytes):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
