"""Whole answers of /v1/embeddings, each asked for the vector of one text."""
from scripted_case import Case
from steps import body


def vectors(count: int) -> dict:
    return {"object": "list", "model": "m", "usage": {"prompt_tokens": 7, "total_tokens": 7},
            "data": [{"object": "embedding", "index": i, "embedding": [0.25, -0.5]} for i in range(count)]}


def whole(name: str, answer, outcome="ok", error="") -> Case:
    return Case(f"embeddings/{name}", [body(answer)], outcome, run="embeddings", error=error, streamed=False)


CASES = [
    whole("its-vector", vectors(1)),
    whole("no-vector", vectors(0), "protocol_error", "embeddings for 0 of 1 inputs"),
    whole("a-vector-too-many", vectors(2), "protocol_error", "embeddings for 2 of 1 inputs"),
    whole("no-list", {"object": "list"}, "protocol_error", 'no list "data"'),
    whole("error", {"error": {"message": "too long"}}, "stream_error", "too long"),
]
