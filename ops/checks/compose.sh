#!/usr/bin/env bash
# Builds and starts docker-compose.yml for real, checks it from outside through nginx, stops it.
#   ops/checks/compose.sh          with Docker, or with ../shared/compose/ where there is no engine
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "${1:-}" != inside ] && ! docker info >/dev/null 2>&1; then
    [ -x "$(command -v podman)" ] || bash ../shared/compose/setup.sh
    exec ../shared/compose/with-podman.sh "$PWD/ops/checks/compose.sh" inside
fi

docker compose config -q
finish() {
    status=$?
    [ "$status" -eq 0 ] || docker compose logs --tail 40
    docker compose down -v
    exit "$status"
}
trap finish EXIT
docker compose up -d --build --wait --wait-timeout 600

origin="http://127.0.0.1:${MARU_PORT:-8080}"
status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
expect() { # what, expected, got
    printf '%-60s %s\n' "$1" "$3"
    [ "$2" = "$3" ] || { echo "expected $2" >&2; exit 1; }
}

expect "nothing is open: profiles without a key" 401 "$(status "$origin/v1/profiles")"
expect "a page without a session leads to the sign-in" 303 "$(status "$origin/ui/reporting/")"
expect "the sign-in page" 200 "$(status "$origin/ui/sign-in")"
maru() { docker compose exec -T profile maru "$@"; }
write=$(maru keys create --kind write --name check --quiet)
read=$(maru keys create --kind server --name check --scope profile:read --scope metrics:read --quiet)
sleep 2 # services look at the access file once a second
event='{"type":"track","event":"Order Completed","userId":"u1","messageId":"compose-check-1","properties":{"revenue":12.5,"currency":"KRW"}}'
for _ in 1 2; do
    expect "an event through nginx (the second time a duplicate)" 200 \
        "$(status -u "$write:" -H 'content-type: application/json' -d "{\"batch\":[$event]}" "$origin/v1/batch")"
done
for service in profile segment content journey decision reporting; do
    expect "metrics of $service with a key" 200 "$(status -H "authorization: Bearer $read" "$origin/api/$service/metrics")"
done
docker compose kill -s SIGKILL segment && docker compose up -d --wait segment
expect "segment is back after kill -9" 200 "$(status "$origin/api/segment/readyz")"
echo "compose: all checks hold"
