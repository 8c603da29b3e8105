#!/bin/sh
# Makes the database at the first start, gives each service its role and its own database, then serves in the foreground.
# The superuser has no password: it is this container's own user, through the socket. Services are owners of their database,
# and pg_hba.conf lets each of them into that one alone.
set -eu
services="profile segment content journey decision reporting"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.new"
    initdb --pgdata="$PGDATA.new" --username=postgres --auth-local=peer --auth-host=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --data-checksums
    for service in $services; do
        echo "host $service $service all scram-sha-256" >> "$PGDATA.new/pg_hba.conf"
    done
    mv "$PGDATA.new" "$PGDATA"
fi
# At every start, so that a password or a service that is new is known; nobody outside can connect meanwhile.
pg_ctl --pgdata="$PGDATA" --wait --options="-c listen_addresses='' -c unix_socket_directories=/tmp" start
for service in $services; do
    psql --host=/tmp --username=postgres --dbname=postgres --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --output=/dev/null << SQL
SELECT 'CREATE ROLE $service LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$service') \gexec
ALTER ROLE $service NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '$(cat "/database-secret/$service")';
SELECT 'CREATE DATABASE $service OWNER $service' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$service') \gexec
REVOKE ALL ON DATABASE $service FROM PUBLIC;
SQL
done
pg_ctl --pgdata="$PGDATA" --wait stop
# For the 2 GB docker-compose.yml gives it, on a solid-state disk.
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp -c max_connections=200 \
    -c shared_buffers=512MB -c max_wal_size=2GB -c random_page_cost=1.1
