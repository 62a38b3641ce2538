"""Reads GenAI-Perf's exports as anyone would who knows their public format alone. Refuses what strays from it."""
import csv
import json
import pathlib

REQUEST_METRICS = {"time_to_first_token": "ms", "time_to_second_token": "ms", "request_latency": "ms", "inter_token_latency": "ms",
                   "output_token_throughput_per_user": "tokens/sec/user", "output_sequence_length": "tokens",
                   "input_sequence_length": "tokens"}
SYSTEM_METRICS = {"output_token_throughput", "request_throughput", "request_count", "request_goodput"}
STATISTICS = ("avg", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "min", "max", "std")
CSV_COLUMNS = ("avg", "min", "max", "p99", "p95", "p90", "p75", "p50", "p25", "p10", "p5", "p1")


def read_json(path: pathlib.Path) -> dict[str, dict]:
    """{metric: {statistic: number}}; a system metric has `avg` alone."""
    document = json.loads(path.read_text())
    if not {"telemetry_stats", "input_config"} <= document.keys():
        raise ValueError(f"{path}: no telemetry_stats or no input_config")
    metrics = {}
    for name, cell in document.items():
        if name in REQUEST_METRICS:
            if set(cell) != {"unit", *STATISTICS} or cell["unit"] != REQUEST_METRICS[name]:
                raise ValueError(f"{path}: {name} has {cell}")
        elif name in SYSTEM_METRICS:
            if set(cell) != {"unit", "avg"}:
                raise ValueError(f"{path}: {name} has {cell}")
        elif name in ("telemetry_stats", "input_config"):
            continue
        else:
            raise ValueError(f"{path}: {name} is no metric of GenAI-Perf")
        metrics[name] = {key: value for key, value in cell.items() if key != "unit"}
    return metrics


def read_csv(path: pathlib.Path) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The two tables: {title: {statistic: text}} and {title: text}."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    blank = rows.index([])
    if tuple(rows[0]) != ("Metric", *CSV_COLUMNS) or rows[blank + 1] != ["Metric", "Value"]:
        raise ValueError(f"{path}: heads {rows[0]} and {rows[blank + 1]}")
    return ({row[0]: dict(zip(CSV_COLUMNS, row[1:], strict=True)) for row in rows[1:blank]},
            {title: value for title, value in rows[blank + 2:]})
