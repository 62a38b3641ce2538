"""A proxy on loopback that hands answers on as they come and keeps what was asked and said, by X-Request-ID."""
import http.client
import http.server
import json
import threading
import urllib.parse


class Exchange:
    def __init__(self, request: bytes, answer: bytes):
        self._request = json.loads(request)
        self._answer = answer

    @property
    def prompt(self) -> str:
        """The text asked: of a prompt, or of the one message."""
        if "prompt" in self._request:
            return self._request["prompt"]
        return "".join(message["content"] for message in self._request["messages"])

    @property
    def text(self) -> str:
        """The streamed answer's text."""
        text = ""
        for line in self._answer.decode().splitlines():
            if line.startswith("data: {"):
                for choice in json.loads(line[6:])["choices"]:
                    text += choice.get("text") or choice.get("delta", {}).get("content") or ""
        return text


class Tee:
    """Listens at `url` until end()."""

    def __init__(self, target: str):
        address = urllib.parse.urlsplit(target)
        exchanges: dict[str, Exchange] = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _hand_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
                headers = {name: value for name, value in self.headers.items()
                           if name.lower() not in ("host", "connection", "content-length")}
                server.request(self.command, self.path, body or None, headers)
                answer = server.getresponse()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                said = b""
                while piece := answer.read1():
                    said += piece
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                if name := self.headers.get("X-Request-ID"):
                    exchanges[name] = Exchange(body, said)
                self.wfile.write(b"0\r\n\r\n")
                server.close()

            do_GET = do_POST = _hand_on

            def log_message(self, *_):
                pass

        self.exchanges = exchanges
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def end(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
