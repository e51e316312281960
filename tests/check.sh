#!/usr/bin/env bash
# Run every check and every test, and say at the end which failed.
#
#   tests/check.sh          all of it
#   tests/check.sh --fast   without the browser tests and the test of the wheel
#
# `make test` installs what this needs and calls it. A check that passes shows its
# last line; one that fails shows all it said. Everything stays in .cache/check.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fast=false
case "${1-}" in
  "") ;;
  --fast) fast=true ;;
  *)
    echo "usage: tests/check.sh [--fast]" >&2
    exit 2
    ;;
esac

logs=.cache/check
rm -rf "$logs"
mkdir -p "$logs"
export PATH="$PWD/.venv/bin:$PATH" NO_COLOR=1 PY_COLORS=0
passed=0
failed=()

# Run one check; its output goes to a file, its time and exit code to two others.
run() {
  local name=$1 started=$SECONDS code=0
  shift
  "$@" >"$logs/$name.log" 2>&1 </dev/null || code=$?
  echo $((SECONDS - started)) >"$logs/$name.seconds"
  if ((code == 0)) && left_out "$logs/$name.log"; then
    echo "Some tests did not run; that counts as a failure." >>"$logs/$name.log"
    code=1
  fi
  echo "$code" >"$logs/$name.code"
}

# Tell whether tests did not run: they have shown nothing. Only the few that need the
# labelled pages beside the clone may be skipped, where there are none.
left_out() {
  local summary allowed
  summary=$(tail -n 1 "$1")
  allowed=$(grep -E '^SKIPPED \[[0-9]+\] .*: needs the shared data$' "$1" |
    sed -E 's/^SKIPPED \[([0-9]+)\].*/\1/' |
    awk '{ sum += $1 } END { print sum + 0 }')
  summary=${summary/, $allowed skipped/}
  grep -Eq '[0-9]+ (skipped|xfailed|deselected|todo|cancelled)' <<<"$summary"
}

# Print what `run` kept.
show() {
  local name=$1 seconds code
  seconds=$(<"$logs/$name.seconds")
  code=$(<"$logs/$name.code")
  if ((code == 0)); then
    passed=$((passed + 1))
    printf 'ok      %-18s %4d s   %s\n' "$name" "$seconds" "$(last_line "$logs/$name.log")"
  else
    failed+=("$name")
    printf 'FAILED  %-18s %4d s   exit %d\n' "$name" "$seconds" "$code"
    sed 's/^/    /' "$logs/$name.log"
  fi
}

last_line() {
  grep -v '^[[:space:]]*$' "$1" | tail -n 1 | cut -c1-100
}

check() {
  run "$@"
  show "$1"
}

# Node's tests, with its summary of many lines as one more.
node_tests() {
  npm --prefix extension test --silent || return
  awk '/^[ℹ#] (pass|fail|skipped|todo|cancelled) / && $3 > 0 {
         printf "%s%s %s", comma, $3, $2; comma = ", "
       }
       END { print "" }' "$logs/extension-tests.log"
}

if ! $fast; then
  # Browsers wait a lot: they run beside the rest, and are shown after it.
  run browser-tests python -m pytest -q -rs tests/browser &
fi

check ruff ruff check
check ruff-format ruff format --check
check mypy mypy
check import-contracts lint-imports --no-cache
check eslint npm --prefix extension run --silent lint
check tsc npm --prefix extension run --silent typecheck
check web-ext-lint npm --prefix extension run --silent lint:zips
check extension-tests node_tests
if $fast; then
  check python-tests python -m pytest -q -rs --ignore=tests/browser \
    --ignore=tests/project/test_wheel.py
else
  check python-tests python -m pytest -q -rs --ignore=tests/browser
  wait
  show browser-tests
fi

echo
if ((${#failed[@]})); then
  echo "Failed: ${failed[*]}"
fi
echo "checks: $passed passed, ${#failed[@]} failed"
((${#failed[@]} == 0))
