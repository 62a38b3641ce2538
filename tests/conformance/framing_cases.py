"""How the bytes of a stream may be cut, framed and wrapped."""
import zlib

from scripted_case import Case, framed, spread
from steps import (A, B, CHUNKED, DONE, END, FINISH, HEAD, STREAM, USAGE, Drip, Raw, Wait, chunk, delta, event, head, say)

GZIP = 31  # of zlib: its own frame, a window of 32 KiB
TAIL = (FINISH, USAGE, DONE)


def with_line_ends(end: str) -> list:
    return framed(*((text.replace("\n", end), content) for text, content in ((A, 1), (B, 1))))


def zipped() -> list:
    """Each event flushed by itself: Content-Encoding: gzip does not hold events back."""
    compressor = zlib.compressobj(wbits=GZIP)
    steps = [Raw(head(STREAM, CHUNKED, "Content-Encoding: gzip"))]
    for text, content in ((A, 1), (B, 1), ("".join(TAIL), 0)):
        steps += [Wait(), say(compressor.compress(text.encode()) + compressor.flush(zlib.Z_SYNC_FLUSH), content)]
    return [*steps, say(compressor.flush()), END]


MULTI_LINE = ('data: {"choices": [{"index": 0,\ndata: "delta": {"content": "Hello"},\n'
              'data: "finish_reason": null}]}\n\n')
EURO = event(delta(content="€")).encode()
CUT = EURO.index(b"\xe2") + 1
LONG = event(delta(content="x" * 1_000_000))

CASES = [
    Case("lf", framed((A, 1), (B, 1)), tokens=2),
    Case("crlf", with_line_ends("\r\n"), tokens=2),
    Case("cr", with_line_ends("\r"), tokens=2),
    Case("no-space-after-data", framed((A.replace("data: ", "data:"), 1), (B.replace("data: ", "data:"), 1)), tokens=2),
    Case("done-without-space", [HEAD, *spread((A, 1), (B, 1), (FINISH,), (USAGE,), ("data:[DONE]\n\n",)), END], tokens=2),
    Case("multi-line-data", framed((MULTI_LINE, 1), (B, 1)), tokens=2),
    Case("event-id-retry-lines", framed(("event: message\nid: 7\nretry: 100\n" + A, 1), ("id: 8\n" + B, 1)), tokens=2),
    Case("comments-before-the-first-token",
         [HEAD, *spread((": keep-alive\n\n",), (": keepalive 1/2\n\n",), (A, 1), (B, 1), (FINISH,), (USAGE,), (DONE,)), END],
         tokens=2),
    Case("comments-between-tokens", framed((A, 1), (":\n\n", 0), (B, 1)), tokens=2),
    Case("byte-order-mark", framed(("\ufeff" + A, 1), (B, 1)), tokens=2),
    Case("one-byte-at-a-time",
         [Drip(HEAD.data), Wait(), Drip(chunk(A), 1, 2), Wait(), Drip(chunk(B), 1, 2), Drip(chunk("".join(TAIL))), END],
         tokens=2),
    Case("character-cut-in-two",
         [HEAD, Wait(), say(EURO[:CUT]), Wait(), say(EURO[CUT:], 1), *spread((B, 1), (FINISH,), (USAGE,), (DONE,)), END],
         tokens=2),
    Case("event-cut-over-chunks", framed((A[:30], 0), (A[30:], 1), (B[:5], 0), (B[5:], 1)), tokens=2),
    Case("two-events-in-a-write", framed((A + B, 2), (B, 1)), tokens=2),
    Case("all-in-one-write", [Raw(HEAD.data + chunk(A + B + "".join(TAIL)) + END.data, 2)], tokens=2),
    Case("huge-event", framed((LONG, 1), (B, 1)), tokens=2, drains_ms=30),
    Case("gzip", zipped(), tokens=2),
    Case("early-hints", framed((A, 1), (B, 1), head=Raw(head("Link: </x>", status="103 Early Hints") + HEAD.data)), tokens=2),
    Case("bytes-after-done", [HEAD, *spread((A, 1), (B, 1), (FINISH,), (USAGE,), (DONE,), (event(delta(content="late")),),
                                            ("data: {broken\n\n",)), END], tokens=2),
    Case("invalid-utf-8", [HEAD, Wait(), Raw(chunk(EURO.replace(b"\xe2\x82\xac", b"\xe2\x28\xff")), 1),
                           *spread((B, 1), (FINISH,), (USAGE,), (DONE,)), END], tokens=2),
    Case("no-content-type", framed((A, 1), (B, 1), head=Raw(head(CHUNKED))), tokens=2),
]
