"""What the events of a stream may hold: which of them bring tokens, and where usage and the end stand."""
from scripted_case import Case, framed, spread
from steps import A, B, DONE, END, FINISH, HEAD, ROLE, USAGE, delta, event, usage, usage_event


def stream(*parts) -> list:
    return [HEAD, *spread(*((part, 0) if isinstance(part, str) else part for part in parts)), END]


def tool(**call) -> str:
    return event(delta(tool_calls=[{"index": 0, "function": call}]))


REASONING = event(delta(reasoning_content="Let me think."))
REASONING_TOO = event(delta(reasoning="Hm."))
HELD = event(delta(content=""))
LAST = event(delta(content=" world", finish="stop"))
SECOND = event(delta(content="Hallo", index=1))

CASES = [
    Case("role-alone-first", framed((ROLE, 0), (A, 1), (B, 1)), tokens=2),
    Case("role-with-null-content", framed((event(delta(role="assistant", content=None)), 0), (A, 1), (B, 1)), tokens=2),
    Case("role-in-every-event", framed((event(delta(role="assistant", content="Hello")), 1),
                                       (event(delta(role="assistant", content=" world")), 1)), tokens=2),
    Case("empty-content-in-mid-stream", framed((A, 1), (HELD, 0), (HELD, 0), (B, 1)), tokens=2),
    Case("reasoning_content", framed((ROLE, 0), (REASONING, 1), (A, 1)), tokens=2),
    Case("reasoning", framed((ROLE, 0), (REASONING_TOO, 1), (A, 1)), tokens=2),
    Case("tool-call", framed((ROLE, 0), (tool(name="f", arguments=""), 1), (tool(arguments="{}"), 1)), tokens=2),
    Case("several-tokens-in-an-event", stream((event(delta(content="Hello world and more")), 1), (B, 1), FINISH,
                                              usage_event(9), DONE), tokens=9),
    Case("two-choices-interleaved", stream((A, 1), (SECOND, 1), (B, 1), event(delta(finish="stop", index=1)), FINISH,
                                           usage_event(3), DONE), tokens=3),
    Case("no-usage", stream((A, 1), (B, 1), FINISH, DONE)),
    Case("usage-on-every-event", stream((event(delta(content="Hello", usage=usage(1))), 1),
                                        (event(delta(content=" world", usage=usage(2))), 1),
                                        event(delta(finish="stop", usage=usage(2))), DONE), tokens=2),
    Case("usage-null-on-every-event", stream((event(delta(content="Hello") | {"usage": None}), 1), (B, 1), FINISH, USAGE, DONE),
         tokens=2),
    Case("usage-on-the-finish-event", stream((A, 1), (B, 1), event(delta(finish="stop", usage=usage(2))), DONE), tokens=2),
    Case("usage-after-the-tokens-is-no-token", stream((A, 1), (B, 1), USAGE, FINISH, DONE), tokens=2),
    Case("usage-for-each-choice", stream((A, 1), (SECOND, 1), FINISH, usage_event(1), event(delta(finish="stop", index=1)),
                                         usage_event(1), DONE), any_tokens=True),
    Case("usage-negative", stream((A, 1), (B, 1), FINISH, usage_event(-4), DONE)),
    Case("usage-absurd", stream((A, 1), (B, 1), FINISH, usage_event(3_000_000_000), DONE)),
    Case("usage-a-fraction", stream((A, 1), (B, 1), FINISH, usage_event(2.5), DONE)),
    Case("finish-on-the-last-text", stream((A, 1), (LAST, 1), USAGE, DONE), tokens=2),
    Case("no-done-but-finish", stream((A, 1), (B, 1), FINISH, USAGE), tokens=2),
    Case("no-finish-but-done", stream((A, 1), (B, 1), USAGE, DONE), tokens=2),
    Case("neither-done-nor-finish", stream((A, 1), (B, 1)), "truncated"),
    Case("neither-but-usage", stream((A, 1), (B, 1), USAGE), "truncated", any_tokens=True),
    Case("no-token", stream(ROLE, FINISH, usage_event(0), DONE), "empty", any_tokens=True),
    Case("done-alone", stream(DONE), "empty"),
    Case("refusal", stream(ROLE, (event(delta(refusal="I")), 1), (event(delta(refusal=" cannot.")), 1), FINISH, USAGE, DONE),
         tokens=2),
    Case("error-before-tokens", stream(event({"error": {"message": "out of memory", "code": 500}})), "stream_error",
         error="out of memory"),
    Case("error-after-tokens", stream((A, 1), event({"error": {"message": "out of memory"}}), DONE), "stream_error",
         error="out of memory"),
    Case("error-after-finish", stream((A, 1), FINISH, event({"error": {"message": "late trouble"}}), DONE), "stream_error",
         error="late trouble"),
    Case("error-as-text", stream((A, 1), event({"error": "no memory"}), DONE), "stream_error", error="no memory"),
    Case("error-as-detail", stream((A, 1), event({"detail": "no memory"})), "stream_error", error="no memory"),
    Case("event-error", stream((A, 1), "event: error\n" + event({"message": "engine died"}), DONE), "stream_error",
         error="engine died"),
    Case("event-error-first", stream("event: error\n" + event("engine died")), "stream_error", error="engine died"),
    Case("data-that-is-no-json", stream((A, 1), "data: {broken\n\n", (B, 0), DONE), "protocol_error", error="broken"),
]
