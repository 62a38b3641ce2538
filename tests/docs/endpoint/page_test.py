#!/usr/bin/env python3
"""docs/add-an-endpoint.md shows code that is built and tested: each of its blocks stands in a file here, as it is."""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def main():
    page = (ROOT / "docs/add-an-endpoint.md").read_text()
    files = {path.name: path.read_text().replace("tests/docs/endpoint/", "common/openai/")
             for path in (HERE / "echo.h", HERE / "echo.cc", HERE / "echo_row.h", HERE / "echo_test.cc")}
    blocks = re.findall(r"^```cpp\n(.*?)^```$", page, re.M | re.S)
    missing = [block for block in blocks if not any(block.strip("\n") in text for text in files.values())]
    for block in missing:
        print(f"in no file of {HERE.name}/:\n{block}")
    if len(blocks) < 3:
        print(f"the page has {len(blocks)} blocks of code; it should show the header, the source and the row")
    for path in set(re.findall(r"`((?:common|tests|docs)/[\w./-]+\.(?:h|cc|py|md|bazel))`", page)):
        if "echo" not in path and not (ROOT / path).exists():
            missing.append(path)
            print(f"the page names {path}, which is not there")
    print(f"[  PASSED  ] {len(blocks)} blocks" if not missing and len(blocks) >= 3 else "[  FAILED  ]")
    sys.exit(1 if missing or len(blocks) < 3 else 0)


if __name__ == "__main__":
    main()
