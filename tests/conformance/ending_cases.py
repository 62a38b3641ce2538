"""How the connection may end, and what may come instead of a stream."""
from scripted_case import Case, spread
from steps import (A, B, DONE, END, FINISH, HEAD, HEAD_10, STREAM, USAGE, Close, Drip, Hang, Raw, Reset, Wait, answer, body,
                   chunk, head, say)

HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
GOOD = [HEAD, *spread((A, 1), (B, 1), (FINISH,), (USAGE,), (DONE,)), END]
SHORT = Raw(head(STREAM, "Content-Length: 10000"))
RAW_A, RAW_B, RAW_END = Raw(A.encode(), 1), Raw(B.encode(), 1), Raw((FINISH + USAGE + DONE).encode())

# The next request may already be on its way when the connection goes.
QUICK = [Raw(HEAD.data + chunk(A), 1), say(B, 1), say(FINISH + USAGE + DONE), END]

CASES = [
    # First in the run, while the warm connections carry them.
    Case("reused-connection-closed", [Close()], tries=2, when_fresh=GOOD, tokens=2),
    Case("reused-connection-reset", [Reset()], tries=2, when_fresh=GOOD, tokens=2),
    Case("reset-while-sending", [Reset()], tries=2, when_fresh=GOOD, tokens=2, prompt_bytes=12_000_000),
    Case("reset-before-headers", [Reset()], "connect_error", tries=2, when_fresh=[Reset()], status=0),
    Case("closed-before-headers", [Close()], "connect_error", tries=2, when_fresh=[Close()], status=0),
    Case("http-1.0-ended-by-closing", [HEAD_10, Wait(), RAW_A, Wait(), RAW_B, Wait(), RAW_END, Close()], tokens=2),
    Case("http-1.0-cut", [HEAD_10, Wait(), RAW_A, Wait(), RAW_B, Close()], "truncated"),
    Case("cut-before-the-last-chunk", [HEAD, *spread((A, 1), (B, 1)), Close()], "truncated"),
    Case("cut-after-the-headers", [HEAD, Wait(), Close()], "truncated"),
    Case("cut-after-done", [HEAD, *spread((A, 1), (B, 1), (FINISH,), (USAGE,), (DONE,)), Close()], tokens=2),
    Case("cut-after-finish", [HEAD, *spread((A, 1), (B, 1), (FINISH,)), Close()]),
    Case("reset-after-done", [HEAD, *spread((A, 1), (B, 1), (FINISH,), (USAGE,), (DONE,)), Wait(), Reset()], tokens=2),
    Case("cut-within-a-chunk", [HEAD, *spread((A, 1)), Wait(), Raw(chunk(B)[:20]), Wait(), Close()], "stream_error"),
    Case("cut-within-the-headers", [Raw(HEAD.data[:30]), Wait(), Close()], "stream_error", any_tokens=True),
    Case("reset-in-mid-stream", [HEAD, *spread((A, 1)), Wait(), Reset()], "stream_error", error="reset"),
    Case("short-of-content-length", [SHORT, Wait(), RAW_A, Wait(), Close()], "stream_error"),
    Case("http-error-json", [body({"error": {"message": "overloaded"}}, "503 Service Unavailable")], "http_error", status=503,
         error="overloaded"),
    Case("http-error-html", [body(HTML, "502 Bad Gateway", "text/html")], "http_error", status=502, error="Bad Gateway"),
    Case("http-error-without-body", [body("", "500 Internal Server Error")], "http_error", status=500),
    Case("http-error-detail", [body({"detail": [{"msg": "field required"}]}, "422 Unprocessable Entity")], "http_error",
         status=422, error="field required"),
    Case("redirect", [Raw(head("Location: /elsewhere", "Content-Length: 0", status="307 Temporary Redirect"))], "http_error",
         status=307),
    Case("no-http", [Raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Close()], "protocol_error", status=0, any_tokens=True),
    Case("plain-json-instead", [Wait(), body(answer())], tokens=2, streamed=False),
    Case("plain-json-error", [body({"error": {"message": "no such model"}})], "stream_error", error="no such model"),
    Case("plain-json-dripped", [Drip(body(answer()).data)], tokens=2, streamed=False),
    # Read as a stream, which ends cleanly and says nothing.
    Case("plain-html-instead", [body(HTML, kind="text/html")], "truncated"),
    *(Case(f"closed-behind-the-answer/{n}", [*QUICK, Wait(0.02 * n), Close()], tries=None, tokens=2) for n in range(1, 41)),

    Case("whole/answer", [Wait(), body(answer())], run="chat, whole", tokens=2, streamed=False),
    Case("whole/no-token", [body(answer(text="") | {"usage": None})], "empty", run="chat, whole", streamed=False),
    Case("whole/tool-call", [body(answer(text=None, tool_calls=[{"id": "1", "function": {"name": "f"}}]))],
         run="chat, whole", tokens=2, streamed=False),
    Case("whole/error", [body({"error": {"message": "no such model"}})], "stream_error", run="chat, whole",
         error="no such model", streamed=False),
    Case("whole/http-error", [body({"object": "error", "message": "too long"}, "400 Bad Request")], "http_error",
         run="chat, whole", status=400, error="too long", streamed=False),
    Case("whole/broken-json", [body("{broken")], "protocol_error", run="chat, whole", streamed=False),
    Case("whole/cut", [Raw(body(answer()).data[:-9]), Wait(), Close()], "stream_error", run="chat, whole", streamed=False),
    Case("whole/http-1.0", [Raw(body(answer()).data.replace(b"HTTP/1.1", b"HTTP/1.0", 1)), Close()], run="chat, whole",
         tokens=2, streamed=False),

    Case("limits/silence-before-headers", [Hang()], "timeout", run="limits", status=0, any_tokens=True),
    Case("limits/silence-in-mid-stream", [HEAD, *spread((A, 1)), Hang()], "timeout", run="limits"),
    Case("limits/comments-for-ever", [HEAD, *([Wait(400), say(": ping\n\n")] * 20), Hang()], "timeout", run="limits"),
]
