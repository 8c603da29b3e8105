#!/usr/bin/env bash
# A real year from file to report: ops/checks/online-retail.sh DATA_FOLDER [--kill]
# Starts a fresh stack on free ports with a temporary data folder, imports DATA_FOLDER/online_retail/online_retail.csv.gz,
# waits until every feed is applied, prints quarter,revenue,invoices,customers,aov,new,retained and stops the stack.
# Exits 0 only if these are the answers computed independently of Maru. With --kill every service is killed (-9) once while
# the import runs. Standard output has the CSV and nothing else. MARU_BIN names a folder of executables; otherwise the
# newest build is taken, or a release is built.
set -euo pipefail

usage="usage: ops/checks/online-retail.sh DATA_FOLDER [--kill]"
file="${1:?$usage}/online_retail/online_retail.csv.gz"
kills=${2:-}
[[ -z $kills || $kills == --kill ]] || { echo "$usage" >&2; exit 2; }
[[ -r $file ]] || { echo "no such file: $file" >&2; exit 2; }
file=$(realpath "$file")
cd "$(dirname "$0")/../.."

bin=${MARU_BIN:-}
for folder in .build/release .build/debug; do
    [[ -z $bin && -x $folder/maru && -x $folder/reporting && -x $folder/profile ]] && bin=$folder
done
if [[ -z $bin ]]; then
    swift build -c release >&2
    bin=.build/release
fi
bin=$(realpath "$bin")

work=$(mktemp -d)
stack=
stop() {
    if [[ -n $stack ]]; then
        kill -TERM "$stack" 2>/dev/null || true
        wait "$stack" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT

# Six free ports in a row.
base=$(python3 - <<'PY'
import random, socket
while True:
    base = random.randrange(20000, 40000)
    sockets = []
    try:
        for port in range(base, base + 6):
            one = socket.socket()
            sockets.append(one)
            one.bind(("127.0.0.1", port))
    except OSError:
        continue
    finally:
        for one in sockets:
            one.close()
    print(base)
    break
PY
)
profile=http://127.0.0.1:$base
reporting=http://127.0.0.1:$((base + 5))

key=$("$bin/maru" keys create --data "$work" --name online-retail --scope ingest --scope reporting:read --quiet)
# The shop's times are British; its quarters are, too.
MARU_REPORTING_TIME_ZONE=Europe/London "$bin/maru" up --data "$work" --base-port "$base" --executables "$bin" >&2 &
stack=$!
for _ in $(seq 600); do
    kill -0 "$stack" 2>/dev/null || { echo "the stack stopped" >&2; exit 1; }
    curl -fsS -m 2 "$profile/healthz" >/dev/null 2>&1 && curl -fsS -m 2 "$reporting/healthz" >/dev/null 2>&1 && break
    sleep 0.1
done

started=$(date +%s.%N)
if [[ -n $kills ]]; then
    (
        for service in profile segment content journey decision reporting profile; do
            sleep 1
            for pid in $(pgrep -x "$service"); do
                # Ours alone: other stacks may run on this machine.
                grep -qsz "^MARU_DATA=$work\$" "/proc/$pid/environ" && kill -9 "$pid" && echo "$service" >> "$work/killed"
            done
        done
    ) &
fi
"$bin/maru" import --mapping ops/imports/online_retail.yml --to "$profile" --key "$key" \
    --state "$work/import-state.json" --rejects "$work/rejects.csv" "$file" >&2

# Asks every neighbour, each time, whether its feed has anything that is not applied.
drained=
for _ in $(seq 3000); do
    if curl -fsS -m 30 -H "Authorization: Bearer $key" "$reporting/v1/status" 2>/dev/null | grep -q '"isDrained":true'; then
        drained=yes
        break
    fi
    sleep 0.1
done
[[ -n $drained ]] || { echo "the feeds did not drain" >&2; exit 1; }
csv=$(curl -fsS -m 60 -H "Authorization: Bearer $key" "$reporting/v1/report/quarters.csv")
printf 'from import to report: %.1f s\n' "$(echo "$(date +%s.%N) - $started" | bc 2>/dev/null || python3 -c "import time;print(time.time()-$started)")" >&2
curl -fsS -m 60 -H "Authorization: Bearer $key" "$reporting/v1/report/quarters" \
    | python3 -c 'import json,sys; [print(r["quarter"], "is partial: the data do not cover it in full", file=sys.stderr) for r in json.load(sys.stdin)["items"] if r["extent"] == "partial"]'
printf '%s\n' "$csv"
if [[ -n $kills ]]; then
    killed=$(sort -u "$work/killed" 2>/dev/null | wc -l)
    printf 'killed while importing: %s\n' "$(paste -sd' ' "$work/killed" 2>/dev/null)" >&2
    [[ $killed -eq 6 ]] || { echo "not every service was killed" >&2; exit 1; }
fi
# Computed with pandas from the same file: rows that are no cancellation, with customer, quantity and price above zero.
diff - <(printf '%s\n' "$csv") >&2 <<'CSV' || { echo "these are not the known answers (< expected, > got)" >&2; exit 1; }
quarter,revenue,invoices,customers,aov,new,retained
2010Q4,572713.89,1400,885,409.08,885,
2011Q1,1612083.15,3305,1776,487.77,1249,527
2011Q2,1809008.61,4097,1991,441.54,826,1043
2011Q3,2198273.29,4366,2161,503.50,656,1211
2011Q4,2719328.96,5364,2560,506.96,722,1355
CSV
