#!/usr/bin/env python3
"""One run, read as each tool would read it: a table of the numbers and of why they differ.

    tests/definitions/run DIR [--markdown FILE]            of a run that there is
    tests/definitions/run --record URL [--markdown FILE]   of one made now, against this server

docs/definitions.md is of llama.cpp's server with a tiny model: tests/real/serve --engine llama --parallel 4 prints its URL.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ("barrage", "genai-perf", "aiperf", "vllm", "guidellm")
LOAD = ("--concurrency", "4", "--request-count", "120", "--isl", "60", "--osl", "48", "--num-prompts", "40", "--random-seed", "7")

# tag, statistic, unit, digits, and why the tools differ.
ROWS = (
    ("time_to_first_token", "avg", "ms", 3,
     "vLLM stops at the first chunk that has `choices`, whatever is in it; the others at the first that brings something. "
     "GenAI-Perf drops what has no text, so reasoning and tool calls are no token to it."),
    ("time_to_first_token", "p99", "ms", 3, "The same."),
    ("time_to_second_token", "avg", "ms", 3, "The second chunk of the same kinds."),
    ("request_latency", "avg", "ms", 3,
     "Barrage, GenAI-Perf and AIPerf: to the last content. vLLM (chat): to the last event before `[DONE]`, the usage event "
     "included. GuideLLM: to the end of the response."),
    ("inter_token_latency", "avg", "ms", 4,
     "Barrage, GenAI-Perf, AIPerf: (latency − TTFT) ÷ (n − 1), one value a request. GuideLLM: (last token − first token) ÷ "
     "(n − 1). vLLM: every gap between chunks with `choices`, whatever number of tokens they bring, the finishing chunk "
     "included."),
    ("inter_token_latency", "p99", "ms", 4, "Of requests, but for vLLM: of chunks."),
    ("inter_token_latency", "count", "values", 0, "As many as requests, or as gaps. What was sent again over a fresh connection is in no table of latencies: this server "
     "closes its connection behind many an answer."),
    ("time_per_output_token", "avg", "ms", 4,
     "vLLM: (latency − TTFT) ÷ (n − 1), with its own latency. GuideLLM: (last token − start) ÷ n: the first token's time is in "
     "it. The others have no such number."),
    ("output_sequence_length", "avg", "tokens", 2,
     "Here all by the server's usage. GenAI-Perf would tokenize the joined text, AIPerf text and reasoning; vLLM and GuideLLM "
     "take usage, and vLLM tokenizes where there is none. `--tokenizer` counts as the first two do."),
    ("output_token_throughput", "avg", "tokens/s", 2, "The same tokens over each tool's duration."),
    ("request_throughput", "avg", "requests/s", 3,
     "GenAI-Perf divides all requests by the duration, failed ones too; the others the successful ones."),
    ("benchmark_duration", "avg", "s", 4,
     "Barrage: first start to last end of every request that was sent. GenAI-Perf, AIPerf: to the last content of those that "
     "succeeded. vLLM and GuideLLM take the time of their whole loop, which is the first of these and a little more."),
)

PREFACE = """# One run in five tools' words

The same record log, read as each tool reads: `barrage report DIR --definitions TOOL`. The run: {run}.
`tests/definitions/run --record URL --markdown docs/definitions.md` makes this page again against the server that
`tests/real/serve --engine llama --parallel 4` starts.

"""
SOURCES = """
Where the definitions were read:

- GenAI-Perf 0.0.16: `genai_perf/profile_data_parser/llm_profile_data_parser.py` (`_parse_requests`, `_preprocess_response`),
  triton-inference-server/perf_analyzer at 00168fe.
- AIPerf 0.13: `aiperf/metrics/types/` (`ttft_metric.py`, `inter_token_latency_metric.py`, `request_latency_metric.py`,
  `min_request_metric.py`, `max_response_metric.py`), ai-dynamo/aiperf at 58dd5de and 533b205. With `--per-chunk-usage` AIPerf subtracts the
  first chunk's real token count instead of one; this is not recomputed here.
- vLLM: `vllm/benchmarks/lib/endpoint_request_func.py` (`async_request_openai_chat_completions`), vllm-project/vllm at 3aee4a4. For
  `/v1/completions` its latency ends at the last chunk with `choices`, which is not recomputed here.
- GuideLLM 0.8: `guidellm/schemas/base/request_stats.py`, vllm-project/guidellm at 31c74ea.

What no recomputation can undo is where a tool takes its stamps: they are in its own process, behind its own queue. Here all
readings share Barrage's stamps, so that only the definitions differ.
"""


def read(barrage: str, directory: pathlib.Path, tool: str) -> dict:
    """summary.json as that tool defines it; the directory is left alone."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(directory / "records", pathlib.Path(scratch, "records"))
        # An unfinished or failed run exits with its own code: what it wrote counts.
        subprocess.run([barrage, "report", scratch, "--definitions", tool], check=False, capture_output=True)
        return json.loads(pathlib.Path(scratch, "reports", tool, "summary.json").read_text())


def table(barrage: str, directory: pathlib.Path) -> str:
    seen = {tool: read(barrage, directory, tool) for tool in TOOLS}
    first = seen["barrage"]
    lines = ["| metric | " + " | ".join(TOOLS) + " | why |", "|---" * (len(TOOLS) + 2) + "|"]
    for tag, statistic, unit, digits, why in ROWS:
        cells = []
        for tool in TOOLS:
            metric = seen[tool]["metrics"][tag]
            value = metric.get(statistic) if metric["avg"] is not None else None
            cells.append("–" if value is None else f"{value:,.{digits}f}")
        lines.append(f"| `{tag}` {statistic} ({unit}) | " + " | ".join(cells) + f" | {why} |")
    ledger = {name: count for name, count in first["ledger"].items() if isinstance(count, int) and count}
    engine, model = first["target"]["engine"] or first["target"]["server"], first["target"]["model"]
    run = (f"{engine}, model `{model}`, {ledger.pop('scheduled')} requests (" +
           ", ".join(f"{count} {name}" for name, count in ledger.items()) + f"), tokens by {first['token_source']}")
    return PREFACE.format(run=run) + "\n".join(lines) + "\n" + SOURCES


def record(barrage: str, url: str) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([barrage, "profile", "--url", url, *LOAD, "--artifact-dir", scratch, "--progress", "none"], check=True,
                       stdout=subprocess.DEVNULL)
        made = next(pathlib.Path(scratch).glob("*/records"))
        return table(barrage, made.parent)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("directory", type=pathlib.Path, nargs="?")
    options.add_argument("--barrage", default=str(ROOT / "bazel-bin/coordinator/barrage"))
    options.add_argument("--markdown", type=pathlib.Path)
    options.add_argument("--record", metavar="URL", help="make the run now, against this server")
    chosen = options.parse_args()
    if bool(chosen.record) == bool(chosen.directory):
        options.error("give the directory of a run, or --record URL")
    page = record(chosen.barrage, chosen.record) if chosen.record else table(chosen.barrage, chosen.directory)
    if chosen.markdown:
        chosen.markdown.write_text(page)
    else:
        sys.stdout.write(page)


if __name__ == "__main__":
    main()
