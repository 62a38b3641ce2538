"""One finished `barrage` command, and what it wrote."""
import dataclasses
import json
import pathlib

OUTCOMES = ("ok", "http_error", "stream_error", "truncated", "timeout", "connect_error", "protocol_error", "empty",
            "cancelled_by_plan", "cancelled_at_end", "not_sent", "lost_agent")


@dataclasses.dataclass(frozen=True)
class Run:
    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    directory: pathlib.Path  # of the run's files; need not exist

    def summary(self) -> dict:
        return json.loads((self.directory / "summary.json").read_text())

    def requests(self) -> list[dict]:
        """The lines of profile_export.jsonl."""
        return [json.loads(line) for line in (self.directory / "profile_export.jsonl").read_text().splitlines()]

    def files(self) -> dict[str, bytes]:
        """Everything in the directory, by relative path."""
        return {str(path.relative_to(self.directory)): path.read_bytes()
                for path in sorted(self.directory.rglob("*")) if path.is_file()}

    def told(self) -> str:
        """For messages."""
        return f"exit {self.exit_code} after {self.seconds:.1f} s\n--- stderr\n{self.stderr}\n--- stdout\n{self.stdout}"


def ledger_faults(summary: dict) -> list[str]:
    """Returns what does not balance: scheduled = sum of outcomes, in total and for each agent, and the total is the agents' sum."""
    ledger = summary["ledger"]
    faults = []
    for name, row in [("total", ledger), *ledger["agents"].items()]:
        missing = [o for o in OUTCOMES if o not in row]
        if missing:
            faults.append(f"{name}: no count of {', '.join(missing)}")
        elif row["scheduled"] != sum(row[o] for o in OUTCOMES):
            faults.append(f"{name}: scheduled {row['scheduled']}, outcomes {sum(row[o] for o in OUTCOMES)}")
    for outcome in ("scheduled", *OUTCOMES):
        total = sum(row.get(outcome, 0) for row in ledger["agents"].values())
        if ledger.get(outcome) != total:
            faults.append(f"{outcome}: {ledger.get(outcome)} in total, {total} over the agents")
    return faults
