"""Reads AIPerf's exports as anyone would who knows their public format alone. Refuses what strays from it."""
import json
import pathlib

METADATA = {"session_num": int, "x_request_id": str, "turn_index": int, "request_start_ns": (int, type(None)),
            "request_ack_ns": (int, type(None)), "request_end_ns": (int, type(None)), "worker_id": str, "benchmark_phase": str,
            "was_cancelled": bool}


def read_lines(path: pathlib.Path) -> list[dict]:
    """profile_export.jsonl: a line a request, {metadata, metrics, error}."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for number, line in enumerate(lines, 1):
        if set(line) != {"metadata", "metrics", "error"}:
            raise ValueError(f"{path}:{number}: {sorted(line)}")
        for key, kind in METADATA.items():
            if not isinstance(line["metadata"][key], kind):
                raise ValueError(f"{path}:{number}: {key} is {line['metadata'][key]!r}")
        for tag, cell in line["metrics"].items():
            if set(cell) != {"value", "unit"}:
                raise ValueError(f"{path}:{number}: {tag} is {cell}")
        if line["error"] is not None and not {"code", "type", "message"} <= line["error"].keys():
            raise ValueError(f"{path}:{number}: error {line['error']}")
    return lines


def read_summary(path: pathlib.Path) -> dict[str, dict]:
    """profile_export_aiperf.json: {metric: {unit, avg, …}}; what is beside the metrics is left out."""
    document = json.loads(path.read_text())
    metrics = {name: cell for name, cell in document.items() if isinstance(cell, dict) and {"unit", "avg"} <= cell.keys()}
    if "input_config" not in document or not metrics:
        raise ValueError(f"{path}: no input_config or no metrics")
    return metrics
