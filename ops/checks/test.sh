#!/usr/bin/env bash
# Everything CI runs: format, build with warnings as errors, every test on SQLite and PostgreSQL.
# Ends with the runner's own summary.
set -euo pipefail
cd "$(dirname "$0")/../.."
ops/install.sh test
mkdir -p .build/tests
step() { printf '\n== %s\n' "$1"; }

step "format"
git ls-files -z '*.swift' | xargs -0 swift format lint --strict --parallel

step "build"
swift build --build-tests --explicit-target-dependency-import-check error

step "clients and servers for the tests"
MARU_TEST_PYTHON=$(ops/checks/python.sh)
# What a sync of the disk keeps is not what these tests are about: their databases live in memory, PostgreSQL does not wait.
MARU_TEST_POSTGRES_URL=$(ops/checks/postgres.sh start .build/tests/postgres fsync=off)
memory=$(mktemp -d -p /dev/shm maru-tests.XXXXXX 2>/dev/null || mktemp -d)
export TMPDIR=$memory
trap 'ops/checks/postgres.sh stop .build/tests/postgres; rm -rf "$memory"' EXIT
MARU_TEST_ENGINE_LOG=$PWD/.build/tests/engines.log
: > "$MARU_TEST_ENGINE_LOG"
export MARU_TEST_PYTHON MARU_TEST_POSTGRES_URL MARU_TEST_ENGINE_LOG
PATH=$(dirname "$MARU_TEST_PYTHON"):$PATH

step "test"
status=0
swift test --skip-build --no-parallel 2>&1 | tee .build/tests/swift-test.log || status=$?

ran_on() { grep "^$1 " "$MARU_TEST_ENGINE_LOG" | sort -u | wc -l; }
printf '\nTests that used a database: %s on SQLite, %s on PostgreSQL\n' "$(ran_on sqlite)" "$(ran_on postgres)"
[ "$(ran_on postgres)" -gt 0 ] || { echo "no test ran on PostgreSQL" >&2; status=1; }
# The runner's own last word, said last.
grep -E 'Test run with [0-9]+ tests' .build/tests/swift-test.log | tail -n 1
exit "$status"
