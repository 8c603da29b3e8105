#!/usr/bin/env bash
# The demo against the installation that `docker compose up -d --build --wait` started, while it is empty: sets the services up for
# it, loads the synthetic retailer through nginx, prints the table of stages and writes .build/demo.json.
# Exit status 0 only if all stages hold. `docker compose up -d` gives the services their own settings again.
#   ops/compose/demo.sh [--people 2000] [--seed 7]
set -euo pipefail
cd "$(dirname "$0")/../.."
settings=(--env-file ops/compose/demo.env)
[ ! -f .env ] || settings=(--env-file .env "${settings[@]}")
container="${COMPOSE_PROJECT_NAME:-maru}-demo"
mkdir -p .build
rm -f .build/demo.json
docker compose exec -T profile rm -f /data/demo.json
docker rm -f "$container" > /dev/null 2>&1 || true
status=0
# --use-aliases: Journey finds the demo's mail server by its name. Without --rm, which loses the exit status on some engines.
docker compose "${settings[@]}" run --name "$container" --use-aliases demo "$@" || status=$?
docker rm -f "$container" > /dev/null
docker compose cp profile:/data/demo.json .build/demo.json || status=1
exit "$status"
