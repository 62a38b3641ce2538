"""The conformance table, for a terminal and for docs/conformance.md."""
from judge import Row

COLUMNS = ("case", "wanted", "got", "TTFT error ms", "gap error ms", "")

PREFACE = """# Streams as they are in the wild

Each row is an answer that a test server played to `barrage profile` over a real socket: odd framing, odd content, odd endings,
and what llama.cpp, mlx-lm, vLLM and transformers really sent. Wanted is the outcome, the number of events that bring tokens and the
tokens of the server's own usage; got is what was recorded. `tests/conformance/run --markdown docs/conformance.md` makes this page
again, and fails on a row that is not as wanted; a test does the same at each build. A row that is red in its times alone is
played again, five times at most: a busy machine is late by chance.

*TTFT error*: measured − (write of the first content event − the server's reading of the request); it holds the request's
way to the server, which on this side of zero is not the client's fault. *Gap error*: how far the worst gap between content events lies
outside of what the server's own times before and after each write allow.
"""


def as_text(rows: list[Row]) -> str:
    cells = [COLUMNS, *map(_cells, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells]
    for row in rows:
        lines += [f"RED {row.case.name}: {fault}" for fault in row.faults]
    return "\n".join([*lines, _count(rows)])


def as_markdown(rows: list[Row]) -> str:
    lines = [PREFACE, "| " + " | ".join(COLUMNS) + "|", "|---" * len(COLUMNS) + "|"]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    return "\n".join([*lines, "", _count(rows), ""])


def _cells(row: Row) -> tuple[str, ...]:
    case = row.case
    wanted = f"{case.outcome}, {case.content} events"
    if case.tokens is not None:
        wanted += f", {case.tokens} tokens"
    return (case.name, wanted, row.got, _ms(row.ttft_error_ms), _ms(row.gap_error_ms), "RED" if row.faults else "ok")


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _count(rows: list[Row]) -> str:
    red = sum(bool(row.faults) for row in rows)
    return f"{len(rows)} cases, {red} red."
