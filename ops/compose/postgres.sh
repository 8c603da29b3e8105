#!/bin/sh
# Makes the database at the first start, then serves it in the foreground.
set -eu
secret=/database-secret/postgres
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.new"
    initdb --pgdata="$PGDATA.new" --username=maru --pwfile="$secret" --auth-local=scram-sha-256 --auth-host=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --data-checksums
    echo "host all maru all scram-sha-256" >> "$PGDATA.new/pg_hba.conf"
    PGPASSWORD=$(cat "$secret")
    export PGPASSWORD
    pg_ctl --pgdata="$PGDATA.new" --wait --options="-c listen_addresses='' -c unix_socket_directories=/tmp" start
    createdb --host=/tmp --username=maru maru
    pg_ctl --pgdata="$PGDATA.new" --wait stop
    mv "$PGDATA.new" "$PGDATA"
fi
# For the 2 GB docker-compose.yml gives it, on a solid-state disk.
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp -c max_connections=200 \
    -c shared_buffers=512MB -c max_wal_size=2GB -c random_page_cost=1.1
