"""Computes a run's metrics from profile_export.jsonl alone, with numpy."""
import numpy

PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99)


def ok_requests(lines: list[dict]) -> list[dict]:
    return [line for line in lines if line["metadata"]["benchmark_phase"] == "profiling" and line["error"] is None]


def describe(values) -> dict[str, float]:
    values = numpy.array(values, dtype=float)
    result = {"avg": values.mean(), "min": values.min(), "max": values.max(), "std": values.std()}
    return result | {f"p{p}": numpy.percentile(values, p) for p in PERCENTILES}


def request_metrics(lines: list[dict]) -> dict[str, dict[str, float]]:
    """Every metric that has one value a request, or a list of them."""
    columns: dict[str, list[float]] = {}
    for line in ok_requests(lines):
        for tag, cell in line["metrics"].items():
            value = cell["value"]
            columns.setdefault(tag, []).extend(value if isinstance(value, list) else [value])
    return {tag: describe(values) for tag, values in columns.items()}


def system_metrics(lines: list[dict]) -> dict[str, float]:
    measured = [line for line in lines
                if line["metadata"]["benchmark_phase"] == "profiling" and line["metadata"]["request_start_ns"] is not None]
    ok = ok_requests(lines)
    first = min(line["metadata"]["request_start_ns"] for line in measured)
    seconds = (max(line["metadata"]["request_end_ns"] for line in measured) - first) / 1e9
    tokens = {side: sum(line["metrics"][f"{side}_sequence_length"]["value"] for line in ok) for side in ("input", "output")}
    return {"benchmark_duration": seconds, "request_count": len(ok), "request_throughput": len(ok) / seconds,
            "output_token_throughput": tokens["output"] / seconds, "total_token_throughput": sum(tokens.values()) / seconds,
            "error_request_count": len(measured) - len(ok)}


def from_lists(line: dict) -> dict[str, float]:
    """What a request's own event times say of its other metrics."""
    gaps = line["metrics"].get("inter_chunk_latency", {}).get("value", [])
    ttft = line["metrics"]["time_to_first_token"]["value"]
    tokens = line["metrics"]["output_sequence_length"]["value"]
    values = {"request_latency": ttft + sum(gaps)}
    if gaps:
        values |= {"time_to_second_token": gaps[0], "max_stall": max(gaps), "inter_token_latency": sum(gaps) / (tokens - 1)}
    return values
