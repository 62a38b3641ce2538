# shellcheck shell=bash
# Sourced by the entry points. step LABEL COMMAND...: runs the command with its output in a file, and prints one line with the
# time it took. A command that fails ends the caller with its exit status, after the last lines of that file and its name.
step_logs=$(mktemp -d "${TMPDIR:-/tmp}/barrage.XXXXXX")

step() {
  local label=$1 log status=0 start=$SECONDS; shift
  log=$step_logs/${label//[^a-zA-Z0-9]/-}.log
  printf '%-44s' "$label"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status)); then
    printf 'failed\n\n'
    tail -n 40 "$log"
    printf '\n%s failed (exit status %d). All of its output: %s\n' "$label" "$status" "$log"
    exit "$status"
  fi
  printf '%4d s\n' $((SECONDS - start))
}
