#!/usr/bin/env python3
"""Counts the test cases of one `bazel test`, and of checks beside it: count_tests.py EVENTS.json EXIT_STATUS [CHECK=STATUS]...

EVENTS.json comes from --build_event_json_file; EXIT_STATUS is bazel's own. Prints each failure, then one line,
`N passed, N failed[, N skipped]`. A test that has no report of its cases counts as one case; so does a test that died, or
was not built, whatever else made bazel fail, and each check. Exits 1 unless something passed and nothing failed.
"""
import collections
import json
import sys
import urllib.parse
import xml.etree.ElementTree

Counts = collections.Counter


def read_events(path: str):
    """Returns {label of a test: [(status, path of test.xml or None), one a shard]}."""
    results, attempts = {}, {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            identity = event["id"]
            if "targetConfigured" in identity and event.get("configured", {}).get("targetKind", "").endswith("_test rule"):
                results.setdefault(identity["targetConfigured"]["label"], [])
            if "testResult" in identity:
                key = identity["testResult"]
                files = {f["name"]: f.get("uri", "") for f in event["testResult"].get("testActionOutput", [])}
                report = urllib.parse.unquote(urllib.parse.urlparse(files.get("test.xml", "")).path) or None
                # A later attempt replaces an earlier one.
                attempts[key["label"], key.get("run", 1), key.get("shard", 1)] = (event["testResult"]["status"], report)
    for (label, _, _), result in attempts.items():
        results.setdefault(label, []).append(result)
    return results


def count_report(path: str) -> Counts:
    counts = Counts()
    for case in xml.etree.ElementTree.parse(path).iter("testcase"):
        children = {child.tag for child in case}
        if children & {"failure", "error"}:
            counts["failed"] += 1
        elif "skipped" in children or case.get("status") == "notrun" or case.get("result") == "skipped":
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
    return counts


def count(results) -> Counts:
    total = Counts()
    for label, shards in sorted(results.items()):
        if not shards:
            print(f"not built or not run: {label}")
            total["failed"] += 1
        for status, report in shards:
            counts = Counts()
            try:
                counts = count_report(report) if report else counts
            except (OSError, xml.etree.ElementTree.ParseError) as error:
                print(f"no report of its cases: {label}: {error}")
            if status != "PASSED":
                print(f"{status}: {label}")
                counts["failed"] = max(counts["failed"], 1)
            elif not counts:
                counts["passed"] = 1
            total += counts
    return total


def main() -> int:
    try:
        total = count(read_events(sys.argv[1]))
    except OSError as error:
        print(f"bazel left no events: {error}")
        total = Counts()
    if sys.argv[2] != "0" and not total["failed"]:
        print(f"bazel failed: exit status {sys.argv[2]}")
        total["failed"] = 1
    for check in sys.argv[3:]:
        name, status = check.rsplit("=", 1)
        if status != "0":
            print(f"failed: {name}")
        total["failed" if status != "0" else "passed"] += 1
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"{total['passed']} passed, {total['failed']} failed{skipped}")
    return 0 if total["passed"] and not total["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
