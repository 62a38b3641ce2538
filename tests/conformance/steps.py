"""What a server does for one request: a list of steps, and the pieces of answers that they are made of."""
import dataclasses
import json

LATER_MS = 40  # the pause between events: far above the error that a check allows


@dataclasses.dataclass(frozen=True)
class Raw:
    """One write. `content`: how many content events end in it."""
    data: bytes
    content: int = 0


@dataclasses.dataclass(frozen=True)
class Drip:
    """A write a byte. A content event, if any, ends `tail` bytes before the end."""
    data: bytes
    content: int = 0
    tail: int = 0


@dataclasses.dataclass(frozen=True)
class Wait:
    ms: float = LATER_MS


class Close:
    """FIN."""


class Reset:
    """RST."""


class Hang:
    """Nothing more, until the client leaves."""


def head(*headers: str, status: str = "200 OK", version: str = "HTTP/1.1") -> bytes:
    return "\r\n".join((f"{version} {status}", *headers, "", "")).encode()


STREAM = "Content-Type: text/event-stream"
CHUNKED = "Transfer-Encoding: chunked"
HEAD = Raw(head(STREAM, CHUNKED))
HEAD_10 = Raw(head(STREAM, version="HTTP/1.0"))
END = Raw(b"0\r\n\r\n")


def chunk(data: bytes | str) -> bytes:
    data = data.encode() if isinstance(data, str) else data
    return b"%x\r\n%s\r\n" % (len(data), data)


def say(text: bytes | str, content: int = 0) -> Raw:
    """A write of one HTTP chunk."""
    return Raw(chunk(text), content)


def event(value, end: str = "\n") -> str:
    """A `data:` line with `value`, an object or text, and the blank line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"data: {text}{end}{end}"


def delta(finish=None, index=0, usage=None, **members) -> dict:
    body = {"id": "x", "object": "chat.completion.chunk", "model": "m",
            "choices": [{"index": index, "delta": members, "finish_reason": finish}]}
    return body if usage is None else body | {"usage": usage}


def usage(completion, prompt=7) -> dict:
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def usage_event(completion, prompt=7) -> str:
    return event({"id": "x", "choices": [], "usage": usage(completion, prompt)})


ROLE = event(delta(role="assistant", content=""))
A = event(delta(content="Hello"))
B = event(delta(content=" world"))
FINISH = event(delta(finish="stop"))
USAGE = usage_event(2)
DONE = event("[DONE]")


def body(value, status: str = "200 OK", kind: str = "application/json") -> Raw:
    """A whole answer with its length."""
    data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return Raw(head(f"Content-Type: {kind}", f"Content-Length: {len(data)}", status=status) + data)


def answer(text="Hello world", finish="stop", **members) -> dict:
    """The body of a chat answer that is not streamed."""
    return {"object": "chat.completion", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": text} | members, "finish_reason": finish}],
        "usage": usage(2)}
