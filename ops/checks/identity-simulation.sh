#!/usr/bin/env bash
# Random histories of concurrent calls against a simple model of identity, on SQLite and PostgreSQL (two replicas at once).
#   ops/checks/identity-simulation.sh          10,000 histories on each engine; prints the seeds
#   MARU_IDENTITY_HISTORIES=500 MARU_IDENTITY_SEED=77 ops/checks/identity-simulation.sh
# A failure names its seed: run that one again with MARU_IDENTITY_HISTORIES=1 MARU_IDENTITY_SEED=<seed>.
set -euo pipefail
cd "$(dirname "$0")/../.."
export MARU_IDENTITY_HISTORIES=${MARU_IDENTITY_HISTORIES:-10000}
export MARU_IDENTITY_SEED=${MARU_IDENTITY_SEED:-1}
if [[ -z ${MARU_TEST_POSTGRES_URL:-} ]]; then
    mkdir -p .build/tests
    MARU_TEST_POSTGRES_URL=$(ops/checks/postgres.sh start .build/tests/postgres-identity)
    export MARU_TEST_POSTGRES_URL
    trap 'ops/checks/postgres.sh stop .build/tests/postgres-identity' EXIT
fi
swift test --filter 'IdentityHistoryTests'
