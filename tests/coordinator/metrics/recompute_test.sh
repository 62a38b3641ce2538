#!/bin/bash
# Recomputes the kept record logs in a second, independent way and compares every number.
set -euo pipefail
here=tests/coordinator/metrics
exec /usr/bin/python3 -B "$here/recompute.py" "$here/dump_summary" tests/golden/metrics/closed_loop tests/golden/metrics/open_loop
