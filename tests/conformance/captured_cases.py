"""What llama.cpp, mlx-lm, vLLM and transformers really sent (tests/fixtures/sse), played from a socket a chunk or an event at a time."""
import json
import pathlib
import re

from scripted_case import Case
from steps import Close, Raw, Wait

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures/sse"
RUN_OF = {"chat-stream": "chat", "chat": "chat, whole", "completions-stream": "completions",
          "completions": "completions, whole", "responses-stream": "responses"}
# A stream of the same bytes in a chat run: its refusals.
REFUSALS = ("error-json", "error-no-messages", "error-model", "error-too-long-stream", "error-path")


def captured() -> list[Case]:
    cases = []
    for path in sorted(FIXTURES.glob("*/*.txt")):
        kind = re.match(r"(chat|completions)(-stream)?|responses-stream", path.stem)
        if kind:
            cases.append(_case(path, RUN_OF[kind[0]]))
        elif path.stem in REFUSALS:
            cases.append(_case(path, "chat"))
    return cases


def _case(path: pathlib.Path, run: str) -> Case:
    reply = path.read_bytes().split("─── reply ───\n".encode(), 1)[1]
    head, _, body = reply.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    name = f"{path.parent.name}/{path.stem}"
    if not re.search(rb"(?i)text/event-stream", head):
        outcome, tokens = ("ok", _usage([json.loads(body)])) if status == 200 else ("http_error", None)
        return Case(name, [Raw(reply), Close()], outcome, tokens, run, status=status, streamed=False)
    chunked = re.search(rb"(?i)transfer-encoding: chunked", head)
    pieces = _chunks(body) if chunked else [(text, text) for text in re.findall(rb".*?\n\n", body, re.S)]
    steps, events, rest = [Raw(head + b"\r\n\r\n"), Wait(20)], [], b""
    for wire, text in pieces:
        whole = re.findall(rb".*?\n\n", rest + text, re.S)
        rest = (rest + text)[sum(map(len, whole)):]
        found = [json.loads(line) for line in re.findall(rb"(?m)^data: ?(\{.*)$", b"".join(whole))]
        events += found
        steps += [Raw(wire, sum(map(_is_content, found))), Wait(3)]
    finished = any(choice.get("finish_reason") for event in events for choice in event.get("choices", []))
    killed = b"[DONE]" not in body and b"event: response.completed" not in body and not finished
    several = len({choice["index"] for event in events for choice in event.get("choices", [])}) > 1
    return Case(name, [*steps, Close()], "truncated" if killed else "ok", _usage(events), run, status=status,
                any_tokens=several)


def _chunks(body: bytes) -> list[tuple[bytes, bytes]]:
    """Each HTTP chunk as sent, and what it carries."""
    chunks = []
    while body:
        size = int(body.split(b"\r\n", 1)[0], 16)
        start = body.index(b"\r\n") + 2
        chunks.append((body[:start + size + 2], body[start:start + size]))
        body = body[start + size + 2:]
    return chunks


def _is_content(event: dict) -> bool:
    return event.get("type") == "response.output_text.delta" and bool(event["delta"]) or any(choice.get("text") or choice.get("delta", {}).get("content") or choice.get("delta", {}).get("reasoning_content")
               or choice.get("delta", {}).get("reasoning") for choice in event.get("choices", []))


def _usage(events: list[dict]) -> int | None:
    tokens = None
    for event in events:
        usage = event.get("usage") or (event.get("response") or {}).get("usage") or {}
        tokens = usage.get("completion_tokens", usage.get("output_tokens", tokens))
    return tokens
