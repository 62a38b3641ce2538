"""An OpenAI-compatible server that remembers what it was sent: every request line, header, body, connection and time."""
import dataclasses
import http.server
import json
import ssl
import threading
import time


@dataclasses.dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    body: dict
    peer: tuple  # address and port: one a connection
    at: float  # monotonic, when its head had been read
    until: float | None = None  # when its answer had been sent, or the client was gone
    cut: bool = False  # the client was gone first


class Recorder:
    """Serves until end(). `gap_s` lies before each token; an answer has max_tokens of them, or `tokens`."""

    def __init__(self, models=("m",), tokens: int = 4, gap_s: float = 0.0, port: int = 0,
                 certificate: tuple[str, str] | None = None, client_ca: str | None = None, status: int = 200):
        self._lock = threading.Lock()
        self._requests: list[Request] = []
        self._in_flight = 0
        self.most_in_flight = 0
        self.connections = 0
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                with recorder._lock:
                    recorder.connections += 1

            def log_message(self, *_):
                pass

            def note(self, body) -> Request:
                request = Request(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body,
                                  self.client_address, time.monotonic())
                with recorder._lock:
                    recorder._requests.append(request)
                return request

            def reply(self, code: int, answer: dict):
                text = json.dumps(answer).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_GET(self):
                self.note({})
                self.reply(200, {"object": "list", "data": [{"id": model, "object": "model"} for model in models]})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                request = self.note(body)
                with recorder._lock:
                    recorder._in_flight += 1
                    recorder.most_in_flight = max(recorder.most_in_flight, recorder._in_flight)
                try:
                    self.answer(body)
                except OSError:
                    request.cut = True
                    self.close_connection = True
                finally:
                    request.until = time.monotonic()
                    with recorder._lock:
                        recorder._in_flight -= 1

            def answer(self, body):
                if status != 200:
                    return self.reply(status, {"error": {"message": "as asked"}})
                count = body.get("max_completion_tokens") or body.get("max_tokens") or tokens
                prompt = json.dumps(body.get("messages") or body.get("prompt") or body.get("input") or "")
                usage = {"prompt_tokens": len(prompt.split()), "completion_tokens": count,
                         "total_tokens": count + len(prompt.split())}
                chat = "messages" in body
                if not body.get("stream"):
                    time.sleep(gap_s * count)
                    text = " ".join(["word"] * count)
                    choice = {"index": 0, "finish_reason": "stop",
                              **({"message": {"role": "assistant", "content": text}} if chat else {"text": text})}
                    return self.reply(200, {"object": "completion", "choices": [choice], "usage": usage})
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for i in range(count):
                    time.sleep(gap_s)
                    choice = {"index": 0, "finish_reason": "stop" if i + 1 == count else None,
                              **({"delta": {"content": "word "}} if chat else {"text": "word "})}
                    self.event({"choices": [choice]})
                if body.get("stream_options", {}).get("include_usage"):
                    self.event({"choices": [], "usage": usage})
                self.chunk(b"data: [DONE]\n\n")
                self.wfile.write(b"0\r\n\r\n")
                self.wfile.flush()

            def event(self, data):
                self.chunk(b"data: " + json.dumps(data).encode() + b"\n\n")

            def chunk(self, data: bytes):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, request, client_address):
                pass  # a client that goes away is no error here

        self._server = Server(("127.0.0.1", port), Handler)
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            if client_ca:
                context.load_verify_locations(client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
            scheme = "https"
        self.port = self._server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def requests(self) -> list[Request]:
        """What a run sent: without the probe's own requests, which bear no run's index."""
        with self._lock:
            return [request for request in self._requests if request.method == "POST" and "x-request-id" in request.headers]

    def all(self) -> list[Request]:
        with self._lock:
            return list(self._requests)

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
