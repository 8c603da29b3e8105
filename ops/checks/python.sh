#!/usr/bin/env bash
# Makes .build/venv with the clients of ops/checks/requirements.txt; prints its python. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.build/venv
stamp=$venv/.requirements
if ! cmp -s ops/checks/requirements.txt "$stamp"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r ops/checks/requirements.txt >&2
    cp ops/checks/requirements.txt "$stamp"
fi
echo "$PWD/$venv/bin/python"
