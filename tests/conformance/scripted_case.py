"""One row of the conformance table: what a server plays, and what must be recorded of it."""
import dataclasses

from steps import DONE, END, FINISH, HEAD, USAGE, Wait, say

# The runs in which the cases are played, and their options beyond the common ones.
RUNS = {
    "chat": ("--endpoint-type", "chat", "--streaming"),
    "chat, whole": ("--endpoint-type", "chat", "--no-streaming"),
    "completions": ("--endpoint-type", "completions", "--streaming"),
    "completions, whole": ("--endpoint-type", "completions", "--no-streaming"),
    "responses": ("--endpoint-type", "responses", "--streaming"),
    "responses, whole": ("--endpoint-type", "responses", "--no-streaming"),
    "embeddings": ("--endpoint-type", "embeddings"),
    "limits": ("--endpoint-type", "chat", "--streaming", "--request-timeout-seconds", "3", "--no-progress-timeout", "1.5"),
}


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    steps: list
    outcome: str = "ok"
    tokens: int | None = None    # of the server's usage; None: it must give none
    run: str = "chat"
    error: str = ""              # a part of what the record says of a failure
    status: int = 200
    streamed: bool = True        # False: recorded as a whole answer, with no TTFT
    tries: int | None = 1        # how often the request must arrive; None: that is chance
    # Instead of `steps` on a connection that carried nothing before, where that makes a difference.
    when_fresh: list | None = None
    any_tokens: bool = False     # leaves `tokens` unchecked
    prompt_bytes: int = 0        # the prompt is at least so long
    drains_ms: float = 0         # an event larger than the socket's buffer arrives so long after its write at most

    @property
    def content(self) -> int:
        """Content events that are played, on the try that is answered."""
        steps = self.steps if self.when_fresh is None else self.when_fresh
        return sum(getattr(step, "content", 0) for step in steps)


def spread(*parts) -> list:
    """Steps with a pause before each: (text, content events) pairs become chunks."""
    steps = []
    for part in parts:
        steps += [Wait(), say(*part) if isinstance(part, tuple) else part]
    return steps


def framed(*parts: tuple[str, int], head=HEAD) -> list:
    """A good stream: a pause before each part, then the usual end."""
    return [head, *spread(*parts, (FINISH,), (USAGE,), (DONE,)), END]
