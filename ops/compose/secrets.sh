#!/bin/sh
# Makes the installation's secrets at the first start: the database password and a scraper's key. Never overwrites one.
set -eu
umask 077
mkdir -p /data/secrets
if [ ! -s /data/secrets/postgres ]; then
    head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' > /data/secrets/postgres.new
    mv /data/secrets/postgres.new /data/secrets/postgres
fi
if [ ! -s /data/secrets/metrics ]; then
    maru keys create --kind server --name prometheus --scope metrics:read --quiet > /data/secrets/metrics.new
    mv /data/secrets/metrics.new /data/secrets/metrics
fi
# The database runs as another user and sees this one file, in a volume of its own.
cp /data/secrets/postgres /database-secret/postgres
chmod 0444 /database-secret/postgres
