#!/usr/bin/env bash
# A PostgreSQL of our own for tests, in a folder, on a free port, thrown away afterwards.
#   ops/checks/postgres.sh start FOLDER [OPTION=VALUE ...]    prints the URL; options of the server, e.g. fsync=off
#   ops/checks/postgres.sh stop FOLDER
set -euo pipefail

folder=$(mkdir -p "$2" && cd "$2" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
# The server refuses to run as root: as root, its own account runs it.
as() { if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi; }
# The server must not hold open what its starter left open: whoever waits for the end of that would wait for the server.
alone() (
    for fd in /proc/self/fd/*; do
        fd=${fd##*/}
        if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then eval "exec $fd>&-"; fi
    done
    as "$@"
)

case "$1" in
start)
    settings=
    for setting in "${@:3}"; do settings+=" -c $setting"; done
    rm -rf "${folder:?}/data"
    if [ "$(id -u)" -eq 0 ]; then
        # The account must be able to walk to the folder, wherever the checkout lies.
        folder=$(mktemp -d /tmp/maru-postgres.XXXXXX) && echo "$folder" > "$2/where" && chown postgres "$folder"
    else
        echo "$folder" > "$2/where"
    fi
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as "'$bin/initdb' -D '$folder/data' -A trust -U maru -E UTF8 --locale=C.UTF-8 --no-sync" > "$2/initdb.log"
    alone "'$bin/pg_ctl' -D '$folder/data' -w -l '$folder/log' start -o '-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=300$settings'" > "$2/start.log"
    as "'$bin/createdb' -h 127.0.0.1 -p $port -U maru maru"
    echo "postgres://maru@127.0.0.1:$port/maru"
    ;;
stop)
    [ -f "$2/where" ] || exit 0
    folder=$(cat "$2/where")
    as "'$bin/pg_ctl' -D '$folder/data' -m immediate stop" > /dev/null || true
    rm -rf "${folder:?}" "$2/where"
    ;;
*)
    echo "usage: $0 start|stop FOLDER" >&2
    exit 2
    ;;
esac
