#!/bin/sh
# Starts the service named, as its own role on its own database, with the generated password.
set -eu
DATABASE_URL="postgres://$1:$(cat "/data/secrets/postgres-$1")@database:5432/$1"
export DATABASE_URL
exec "$1"
