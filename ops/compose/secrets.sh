#!/bin/sh
# Makes the installation's secrets at the first start: a database password for each service and a scraper's key. Never overwrites
# one.
set -eu
umask 077
# The user of ops/compose/postgres.Dockerfile.
postgres=10002
mkdir -p /data/secrets
for service in profile segment content journey decision reporting; do
    file="/data/secrets/postgres-$service"
    if [ ! -s "$file" ]; then
        head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$file.new"
        chmod 0400 "$file.new"
        mv "$file.new" "$file"
    fi
    # The database runs as another user and sees the passwords alone, in a volume of its own.
    install -m 0400 -o "$postgres" -g "$postgres" "$file" "/database-secret/$service"
done
chown "$postgres:$postgres" /database-secret
chmod 0500 /database-secret
if [ ! -s /data/secrets/metrics ]; then
    maru keys create --kind server --name prometheus --scope metrics:read --quiet > /data/secrets/metrics.new
    mv /data/secrets/metrics.new /data/secrets/metrics
fi
