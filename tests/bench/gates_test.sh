#!/usr/bin/env bash
# Every measurement of gates.py runs and fills its rows; whether a gate is met is not judged here.
set -euo pipefail
table=$TEST_TMPDIR/table.md
/usr/bin/python3 -B tests/bench/gates.py --quick --bin "$PWD" --markdown "$table" || (($? == 1))
/usr/bin/python3 -B tests/bench/ttft_parts.py --seconds 3 --bin "$PWD" 4x10 20/s >"$TEST_TMPDIR/parts.md"
for load in 4x10 20/s; do
  grep --quiet "^| $load |" "$TEST_TMPDIR/parts.md" || { echo "no row for $load"; exit 1; }
done
for gate in G1 G2 G3 G6 G7 G9 G10 G11 G12 G15 G18 G19; do
  grep --quiet "^| $gate |" "$table" || { echo "no row for $gate"; exit 1; }
done
