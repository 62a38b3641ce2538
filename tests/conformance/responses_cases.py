"""Streams of /v1/responses: events with names of their own, and a closing event in place of [DONE]."""
from scripted_case import Case, spread
from steps import END, HEAD, Close, Reset, Wait, body, event, usage_event


def named(kind: str, **members) -> str:
    return f"event: {kind}\n" + event({"type": kind, **members})


def closing(kind: str = "response.completed", tokens: int = 2, **members) -> str:
    return named(kind, response={"status": kind.split(".")[1], "usage": {
        "input_tokens": 7, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": tokens,
        "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 7 + tokens}, **members})


def text(delta: str) -> str:
    return named("response.output_text.delta", output_index=0, content_index=0, delta=delta)


OPEN = (named("response.created", response={"status": "in_progress", "usage": None})
        + named("response.output_item.added", item={"type": "message", "role": "assistant", "content": []})
        + named("response.content_part.added", part={"type": "output_text", "text": ""}))
A, B = text("Hello"), text(" world")
SHUT = (named("response.output_text.done", text="Hello world")
        + named("response.output_item.done", item={"type": "message", "role": "assistant", "content": [
            {"type": "output_text", "text": "Hello world"}]}))
GOOD = ((OPEN,), (A, 1), (B, 1), (SHUT,))


def whole(**members) -> dict:
    return {"object": "response", "status": "completed", "error": None, "output": [
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hello world"}]}],
        "usage": {"input_tokens": 7, "output_tokens": 2, "total_tokens": 9}} | members


def stream(name: str, *parts, outcome="ok", end=(END,), **more) -> Case:
    return Case(f"responses/{name}", [HEAD, *spread(*parts), *end], outcome, run="responses", **more)


CASES = [
    stream("completed", *GOOD, (closing(),), tokens=2),
    stream("incomplete", *GOOD, (closing("response.incomplete", incomplete_details={"reason": "max_output_tokens"}),), tokens=2),
    stream("failed", (OPEN,), (A, 1), (closing("response.failed", error={"code": "server_error", "message": "it died"}),),
           outcome="stream_error", error="it died", any_tokens=True),
    stream("error-event", (OPEN,), (A, 1), (named("error", code="server_error", message="it broke", param=None),),
           outcome="stream_error", error="it broke"),
    stream("error-as-chat-has-it", (OPEN,), (event({"error": {"message": "overloaded"}}),), outcome="stream_error",
           error="overloaded"),
    stream("cut-before-completed", *GOOD, outcome="truncated"),
    stream("closed-between-chunks", *GOOD, outcome="truncated", end=(Close(),)),
    stream("reset-in-mid-stream", (OPEN,), (A, 1), outcome="stream_error", end=(Wait(), Reset()), error="reset"),
    stream("reset-after-completed", *GOOD, (closing(),), tokens=2, end=(Wait(), Reset())),
    stream("bytes-after-completed", *GOOD, (closing(),), ("data: {broken\n\n",), tokens=2),
    stream("done-behind-completed", *GOOD, (closing() + event("[DONE]"),), tokens=2),
    stream("no-token", (OPEN,), (SHUT + closing(tokens=0),), outcome="empty", any_tokens=True),
    stream("reasoning-first", (OPEN,), (named("response.reasoning_text.delta", delta="hm"), 1), (A, 1), (closing(),), tokens=2),
    stream("tool-call", (named("response.output_item.added", item={"type": "function_call", "name": "f"}),),
           (named("response.function_call_arguments.delta", delta="{}"), 1), (closing(),), tokens=2),
    stream("refusal", (OPEN,), (named("response.refusal.delta", delta="No."), 1), (closing(),), tokens=2),
    stream("unknown-events", (OPEN + named("response.made_up", delta="x"),), (A, 1), (B, 1), (closing(),), tokens=2),
    stream("types-without-event-lines", (event({"type": "response.created"}),),
           (event({"type": "response.output_text.delta", "delta": "a"}), 1),
           (event({"type": "response.completed", "response": {"usage": {"output_tokens": 1}}}),), tokens=1),
    stream("chats-usage-event-is-nothing", (OPEN,), (A, 1), (B, 1), (usage_event(9),), (closing(),), tokens=2),
    stream("broken-line", (OPEN,), (A, 1), ("data: {\"type\": \n\n",), outcome="protocol_error"),
    Case("responses/whole-instead", [Wait(), body(whole())], run="responses", tokens=2, streamed=False),
    Case("responses/whole", [Wait(), body(whole())], run="responses, whole", tokens=2, streamed=False),
    Case("responses/whole-incomplete", [body(whole(status="incomplete"))], run="responses, whole", tokens=2, streamed=False),
    Case("responses/whole-no-token", [body(whole(output=[]))], "empty", run="responses, whole", streamed=False, any_tokens=True),
    Case("responses/whole-failed", [body(whole(status="failed", error={"message": "it died"}))], "stream_error",
         run="responses, whole", streamed=False, error="it died", any_tokens=True),
]
