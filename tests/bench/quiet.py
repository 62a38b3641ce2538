#!/usr/bin/python3
"""Everything in docs/accuracy.md that needs a quiet machine, measured and written by one command, in about eight minutes.

    tests/bench/quiet.py [--bin DIRECTORY] [--seconds N] [--markdown docs/accuracy.md]

The selftest's ladder; the runs of accuracy.py beside the gates G6, G7 and G19; an open loop of a minute for G15; agents with
injected clocks for G16. With --markdown it replaces what stands between the marks of that file.
"""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import tempfile

import accuracy
from sim_run import ROOT, Level, start_sim

BEGIN, END = "<!-- quiet: begin -->", "<!-- quiet: end -->"
OFFSETS_S = (0, 4000, 86_400)  # of the agents' clocks
G15_RATE, G15_S = 200, 60


class Bench:
    def __init__(self, binaries: pathlib.Path, seconds: int):
        self.barrage, self.agent = str(binaries / "coordinator/barrage"), str(binaries / "agent/barrage-agent")
        self.binaries, self.seconds = binaries, seconds

    def selftest(self) -> str:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([self.barrage, "selftest", "--benchmark-duration", str(self.seconds), "--artifact-dir", folder],
                           check=True, stdout=subprocess.DEVNULL)
            seen = json.loads(pathlib.Path(folder, "selftest.json").read_text())
        head = ("load", "TTFT mean", "spread", "p50", "p99", "gap mean", "spread", "p50", "p99", "coalesced %", "busy %",
                "CPU cores", "trusted", "verdict")
        lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        for level in seen["levels"]:
            spreads = [level[key][statistic] for key in ("ttft_error_ms", "token_gap_error_ms")
                       for statistic in ("mean", "std", "p50", "p99")]
            load = f"{level['concurrency']} streams" if level["concurrency"] else f"{level['request_rate']:g} requests/s"
            lines.append("| " + " | ".join([load, *(f"{value:.3f}" for value in spreads),
                                            f"{100 * level['coalesced_fraction']:.1f}",
                                            f"{100 * level['cpu_fraction_max']:.1f}", f"{level['cpu_cores_mean']:.2f}",
                                            "yes" if level["trusted"] else "no",
                                            ", ".join([level["verdict"], *level["verdict_reasons"]])]) + " |")
        trusted = seen["trusted_to"]
        return "\n".join([*lines, "", f"Trusted to {trusted['concurrency']} streams and {trusted['request_rate']} requests/s: "
                          f"VALID, TTFT within {seen['limits']['ttft_mean_ms']} ms (mean) and {seen['limits']['ttft_p99_ms']} ms "
                          f"(p99), gaps within {seen['limits']['token_gap_p99_ms']} ms (p99)."])

    def truth(self, levels: str) -> str:
        lines = ["| " + " | ".join(accuracy.COLUMNS) + " |", "|" + "---|" * len(accuracy.COLUMNS)]
        notes = []
        for text in levels.split(","):
            streams, gap_ms = text.split("x")
            for user_stamps in (False, True):
                level = Level(int(streams), float(gap_ms), self.seconds, user_stamps=user_stamps)
                cells, missed = accuracy.row(level, accuracy.measure(self.binaries, level))
                lines.append("| " + " | ".join(cells) + " |")
                notes += [f"- {text}, {cells[2]} stamps: {fault}" for fault in missed]
                print(lines[-1], flush=True)
        return "\n".join([*lines, "", accuracy.GATES, "", *(["Missed:", "", *notes] if notes else ["No gate was missed."])])

    def run(self, load: list[str], agents: list[list[str]], sim_options: Level) -> dict:
        """A run against a simulator of its own; `agents`: words before each agent's command."""
        sim, url = start_sim(self.binaries, sim_options)
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            fleet = [subprocess.Popen([*prefix, self.agent, "--coordinator", f"127.0.0.1:{port}", "--id", f"agent-{n}", "--loops",
                                       "1", "--once", "--spool-dir", folder], stderr=subprocess.DEVNULL)
                     for n, prefix in enumerate(agents, 1)]
            try:
                subprocess.run([self.barrage, "profile", "--url", url, "--model", "m", *load, "--expect-agents",
                                str(len(agents)), "--listen", f"127.0.0.1:{port}", "--artifact-dir", folder + "/out",
                                "--progress", "none"], stdout=subprocess.DEVNULL, check=False)
                for agent in fleet:
                    agent.wait(60)
            finally:
                for process in (*fleet, sim):
                    process.terminate()
                    process.wait()
            directory = next(pathlib.Path(folder).glob("out/*/summary.json")).parent
            summary = json.loads((directory / "summary.json").read_text())
            summary["requests"] = [json.loads(line) for line in (directory / "profile_export.jsonl").read_text().splitlines()]
            return summary

    def g15(self) -> str:
        load = ["--request-rate", str(G15_RATE), "--request-distribution", "constant", "--benchmark-duration", str(G15_S),
                "--isl", "20", "--osl", "20"]
        last = ["taskset", "-c", str((os.cpu_count() or 2) - 1)]
        seen = self.run(load, [last], Level(1, 10))
        starts = sorted(line["metadata"]["request_start_ns"] for line in seen["requests"])
        intended = sorted(line["metadata"]["intended_ns"] for line in seen["requests"])
        achieved = (len(starts) - 1) / (starts[-1] - starts[0])
        scheduled = (seen["ledger"]["scheduled"] - 1) / (intended[-1] - intended[0])
        lag_ms = seen["error_budget"]["schedule_lag_ns"]["p99"] / 1e6
        ratio, busy = achieved / scheduled, 100 * seen["error_budget"]["cpu_fraction_max"]
        met = abs(ratio - 1) <= 0.001 and lag_ms <= 2
        return (f"G15: {G15_RATE} requests/s over {G15_S} s, {seen['ledger']['scheduled']} scheduled, {len(starts)} sent, busiest "
                f"second {busy:.1f} % busy: achieved / scheduled {ratio:.5f} (1.000 ± 0.001), dispatch delay p99 {lag_ms:.3f} ms "
                f"(≤ 2 ms): {'met' if met else 'MISSED'}. Verdict {seen['verdict']}.")

    def g16(self) -> str:
        prefixes = [["unshare", "-T", "--monotonic", str(offset), "--fork", "--kill-child"] if offset else [] for offset in OFFSETS_S]
        seen = self.run(["--concurrency", "6", "--benchmark-duration", "5", "--osl", "10"], prefixes, Level(1, 5))
        lines, met = [], True
        for agent, offset in zip(seen["agents"], OFFSETS_S):
            for stage in ("before", "during", "after"):
                fit = agent["clock"][stage]
                error = abs(fit["offset_ns"] + offset * 10**9)
                met &= error <= fit["bound_ns"]
                lines.append(f"| {agent['id']} | {offset} s | {stage} | {error / 1e3:.1f} | {fit['bound_ns'] / 1e3:.1f} |")
        return "\n".join(["| agent | its clock is ahead by | when | error µs | bound µs |", "|---|---|---|---|---|", *lines, "",
                          f"G16: the true offset is inside the bound: {'met' if met else 'MISSED'} (time namespaces move the "
                          "agents' clocks; the truth is known to the nanosecond)."])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--levels", default="1x10,10x10,100x10,500x10,1000x10,1000x20,2000x20")
    options.add_argument("--markdown", type=pathlib.Path)
    chosen = options.parse_args()
    bench = Bench(chosen.bin, chosen.seconds)
    load_average = os.getloadavg()[0]
    sections = [f"`tests/bench/quiet.py --markdown docs/accuracy.md`, load average {load_average:.1f} at its start."]
    for title, part in (("### The client's roofline: `barrage selftest`", bench.selftest),
                        ("### Truth, beside the gates", lambda: bench.truth(chosen.levels)),
                        ("### The open loop keeps its rate", bench.g15), ("### Clocks", bench.g16)):
        text = part()
        print(f"{title}\n\n{text}\n", flush=True)
        sections += [title, text]
    if chosen.markdown:
        page = chosen.markdown.read_text()
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        chosen.markdown.write_text(before + BEGIN + "\n" + "\n\n".join(sections) + "\n" + END + after)


if __name__ == "__main__":
    main()
