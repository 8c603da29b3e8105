#!/bin/sh
# Starts the service named, with the database address made of the generated password.
set -eu
DATABASE_URL="postgres://maru:$(cat /data/secrets/postgres)@database:5432/maru"
export DATABASE_URL
exec "$1"
