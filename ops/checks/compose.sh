#!/usr/bin/env bash
# Builds and starts docker-compose.yml for real, checks it from outside through nginx, runs the whole demo against it, hurts it, and
# stops it. It is an installation of its own (project maru-check), so that its end touches no other. Needs Docker with Compose 2.
#   ops/checks/compose.sh [arguments of the demo, e.g. --people 2000]
set -euo pipefail
cd "$(dirname "$0")/../.."
export COMPOSE_PROJECT_NAME=maru-check
origin="http://127.0.0.1:${MARU_PORT:-8080}"
services=(profile segment content journey decision reporting)
scratch=$(mktemp -d)

finish() {
    status=$?
    trap - EXIT
    [ "$status" -eq 0 ] || docker compose logs --tail 40
    docker compose --profile demo down -v
    rm -rf "$scratch"
    exit "$status"
}
trap finish EXIT

status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
expect() { # what, expected, got
    printf '%-66s %s\n' "$1" "$3"
    [ "$2" = "$3" ] || { echo "expected $2" >&2; exit 1; }
}
eventually() { # what, expected, command …: asks for two minutes
    local what=$1 expected=$2 got=
    shift 2
    for _ in $(seq 120); do
        got=$("$@" || true)
        [ "$got" = "$expected" ] && break
        sleep 1
    done
    expect "$what" "$expected" "$got"
}
maru() { docker compose exec -T profile maru "$@"; }
inside() { docker compose exec -T "$@"; }
refused() { if "$@" > /dev/null 2>&1; then echo allowed; else echo refused; fi; }
ready() { status "$origin/api/$1/readyz"; }
people() { curl -s -H "authorization: Bearer $server" "$origin/v1/profiles/counts" | grep -o '"living":[0-9]*'; }
page() { status -b "$scratch/cookies" "$origin$1"; }
started() { docker inspect -f '{{.State.StartedAt}}' "$(docker compose ps -aq "$1")"; }
send() {
    status -u "$write:" -H 'content-type: application/json' "$origin/v1/batch" -d '{"batch":[{"type":"track","event":"Order Completed",
        "userId":"u1","messageId":"compose-check-1","properties":{"revenue":12.5,"currency":"KRW"}}]}'
}

docker compose config -q
docker compose up -d --build --wait --wait-timeout 600

echo && echo "Closed, and hardened"
expect "nothing is open: profiles without a key" 401 "$(status "$origin/v1/profiles")"
expect "a page without a session leads to the sign-in" 303 "$(status "$origin/ui/reporting/")"
expect "the sign-in page" 200 "$(status "$origin/ui/sign-in")"
for header in content-security-policy x-content-type-options referrer-policy; do
    expect "the sign-in page has $header once" 1 "$(curl -s -o /dev/null -D - "$origin/ui/sign-in" | grep -ci "^$header:" || true)"
done
expect "the way from / keeps the port" /ui/ "$(curl -s -o /dev/null -w '%header{location}' "$origin/")"
expect "PostgreSQL is not published" refused "$(refused docker compose port database 5432)"
for service in "${services[@]}"; do
    expect "$service runs as a user without rights" 10001 "$(inside "$service" id -u)"
    expect "$service cannot change its own programs" refused "$(refused inside "$service" touch /opt/maru/maru)"
done
expect "the secret metrics is its owner's alone" 600 "$(inside profile stat -c %a /data/secrets/metrics)"
expect "PostgreSQL wants the secret" refused "$(refused inside -e PGPASSWORD=profile database psql -h 127.0.0.1 -U profile -d profile -c 'SELECT 1')"
superusers="SELECT count(*) FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole OR rolcreatedb)"
for service in "${services[@]}"; do
    expect "the database password of $service is its owner's alone" 400 "$(inside profile stat -c %a "/data/secrets/postgres-$service")"
    expect "and so is the database's copy" 400 "$(inside database stat -c %a "/database-secret/$service")"
    password=$(inside profile cat "/data/secrets/postgres-$service")
    expect "$service is no superuser" 0 \
        "$(inside -e PGPASSWORD="$password" database psql -h 127.0.0.1 -U "$service" -d "$service" -Atc "$superusers")"
    other=profile && [ "$service" != profile ] || other=segment
    expect "$service cannot open the database of $other" refused \
        "$(refused inside -e PGPASSWORD="$password" database psql -h 127.0.0.1 -U "$service" -d "$other" -c 'SELECT 1')"
done

echo && echo "The demo"
ops/compose/demo.sh "$@"
expect "every stage is in .build/demo.json, and holds" 0 "$(grep -c '"ok":false' .build/demo.json || true)"
cp .build/demo.json "$scratch/"
access=$(inside profile sha256sum /data/access.yml)
expect "a second demo is refused: there are people" refused "$(refused ops/compose/demo.sh "$@")"
expect "and leaves keys and people as they were" "$access" "$(inside profile sha256sum /data/access.yml)"
cp "$scratch/demo.json" .build/

echo && echo "People and keys"
printf 'a long enough password\n' | maru users add check@maru.example --role administrator
write=$(maru keys create --kind write --name check --quiet)
server=$(maru keys create --kind server --name check --scope profile:read --scope metrics:read --quiet)
sleep 2 # services look at the access file once a second
expect "signing in" 303 "$(status -c "$scratch/cookies" "$origin/ui/sign-in" \
    --data-urlencode login=check@maru.example --data-urlencode 'password=a long enough password')"
for service in "${services[@]}"; do
    expect "the console's pages of $service" 200 "$(page "/ui/$service")"
    expect "metrics of $service with a key" 200 "$(status -H "authorization: Bearer $server" "$origin/api/$service/metrics")"
done
for _ in 1 2; do expect "an event through nginx (the second time a duplicate)" 200 "$(send)"; done

echo && echo "Hurt"
for service in "${services[@]}" database; do
    before=$(started "$service")
    name=$service && [ "$service" != database ] || name=postgres
    # From inside, as a crash: an engine takes `docker compose kill` for somebody's wish.
    inside "$service" sh -c "kill -9 \$(grep -lx $name /proc/[0-9]*/comm | cut -d/ -f3 | sort -n | head -n 1)" || true
    for _ in $(seq 60); do [ "$(started "$service")" = "$before" ] || break; sleep 1; done
    expect "$service starts again after kill -9" again "$([ "$(started "$service")" = "$before" ] && echo not || echo again)"
done
for service in "${services[@]}"; do eventually "$service answers again" 200 ready "$service"; done
eventually "the same event again" 200 send
counts=$(people)
docker compose down
docker compose up -d --wait --wait-timeout 600
expect "the same people after down and up" "$counts" "$(people)"
expect "the same session after down and up" 200 "$(page /ui/reporting)"
echo && echo "compose: all checks hold"
