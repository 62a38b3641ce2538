#!/bin/bash
# Recomputes the kept record logs, and one in which every metric has values, in a second, independent way and compares every
# number.
set -euo pipefail
here=tests/coordinator/metrics
"$here/write_varied_log" "$TEST_TMPDIR/varied"
/usr/bin/python3 -B "$here/recompute.py" "$here/dump_summary" tests/golden/metrics/closed_loop tests/golden/metrics/open_loop \
  "$TEST_TMPDIR/varied"
