#!/usr/bin/env python3
"""Breaks the sources in one place at a time and says which test noticed. Exits 1 where none did.

    tests/mutation/run [--only PART_OF_A_NAME] [--markdown FILE]

Needs the tests of mutations.py built (tests/mutation/run builds them). Nothing in the tree is touched: a broken copy of one
source is compiled beside it and linked into its tests in place of the good one.
"""
import argparse
import dataclasses
import pathlib
import re
import subprocess
import sys
import tempfile

from mutations import MUTATIONS, Mutation

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEST_S = 40
PREFACE = """# Broken on purpose

Each row is one change of one line that makes a number, an outcome or a verdict wrong, and the test that noticed.
`tests/mutation/run --markdown docs/mutations.md` makes this page again, and fails where nothing noticed.

| broken | where | noticed by |
|---|---|---|
"""


@dataclasses.dataclass(frozen=True)
class Caught:
    mutation: Mutation
    by: list[str]  # "target: Suite.Test"
    fault: str     # why it could not be tried


def try_out(mutation: Mutation, tree: pathlib.Path) -> Caught:
    source = ROOT / mutation.source
    text = source.read_text()
    if text.count(mutation.old) != 1:
        return Caught(mutation, [], f"the text stands there {text.count(mutation.old)} times")
    with tempfile.TemporaryDirectory() as folder:
        broken = pathlib.Path(folder, source.name)
        broken.write_text(text.replace(mutation.old, mutation.new))
        thing = broken.with_suffix(".o")
        built = _call(["g++", "-std=c++20", "-O0", "-fPIC", "-w", "-iquote", ".", "-iquote", "bazel-out/k8-opt/bin", "-c",
                       str(broken), "-o", str(thing)], tree)
        if built.returncode:
            return Caught(mutation, [], "it does not compile: "
                          + next((line for line in built.stderr.splitlines() if "error:" in line), built.stderr[:200]))
        by = []
        for test in mutation.tests:
            noticed, fault = _run(test, source, thing, tree, pathlib.Path(folder))
            if fault:
                return Caught(mutation, [], fault)
            by += [f"{test.rsplit(':')[1]}: {name}" for name in noticed]
        return Caught(mutation, by, "")


def _run(test: str, source: pathlib.Path, thing: pathlib.Path, tree: pathlib.Path, folder: pathlib.Path) -> tuple[list[str], str]:
    package, name = test.split(":")
    params = tree / "bazel-out/k8-opt/bin" / package / f"{name}-2.params"
    if not params.exists():
        return [], f"{test} is not built"
    good = f"bazel-out/k8-opt/bin/{source.relative_to(ROOT).parent}/_objs/"
    words = params.read_text().splitlines()
    places = [i for i, word in enumerate(words) if word.startswith(good) and word.endswith(f"/{source.stem}.pic.o")]
    if len(places) != 1:
        return [], f"{test} is not made of {source.name}"
    binary = folder / name
    words[places[0]] = str(thing)
    words[words.index("-o") + 1] = str(binary)
    words = [word for word in words if word != "-Wl,-S"]
    (folder / "params").write_text("\n".join(words))
    linked = _call(["g++", f"@{folder}/params"], tree)
    if linked.returncode:
        return [], "it does not link: " + linked.stderr.strip().splitlines()[-1]
    where = tree / "bazel-out/k8-opt/bin" / package / f"{name}.runfiles/barrage"
    try:
        ran = subprocess.run([str(binary)], cwd=where if where.exists() else ROOT, capture_output=True, text=True, timeout=TEST_S,
                             errors="replace", env={"TEST_TMPDIR": str(folder), "TEST_SRCDIR": str(where.parent), "PATH": "/usr/bin:/bin",
                                  "TEST_WORKSPACE": "barrage"})
    except subprocess.TimeoutExpired:
        return ["it never ended"], ""
    failed = list(dict.fromkeys(re.findall(r"\[  FAILED  \] ([A-Za-z0-9_/]+\.[A-Za-z0-9_/]+)", ran.stdout)))
    return failed or (["it crashed"] if ran.returncode else []), ""


def _call(command: list[str], where: pathlib.Path) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="")
    options.add_argument("--markdown", type=pathlib.Path)
    options.add_argument("--targets", action="store_true", help="print what must be built first")
    chosen = options.parse_args()
    if chosen.targets:
        print("\n".join(sorted({f"//{test}" for mutation in MUTATIONS for test in mutation.tests})))
        return 0
    tree = (ROOT / "bazel-out").resolve().parent
    rows, missed = [], 0
    for mutation in (one for one in MUTATIONS if chosen.only in one.what):
        caught = try_out(mutation, tree)
        missed += not caught.by
        said = "; ".join(caught.by[:3]) + (f" and {len(caught.by) - 3} more" if len(caught.by) > 3 else "")
        said = said or f"NOTHING{': ' + caught.fault if caught.fault else ''}"
        rows.append(f"| {mutation.what} | `{mutation.source}` | {said} |")
        print(f"{'caught' if caught.by else 'MISSED'}  {mutation.what}: {said}", flush=True)
    last = f"{len(rows)} mutations, {len(rows) - missed} caught, {missed} missed."
    print(last)
    if chosen.markdown:
        chosen.markdown.write_text(PREFACE + "\n".join(rows) + f"\n\n{last}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
