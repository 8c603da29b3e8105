#!/usr/bin/env bash
# Installs the Debian packages Maru builds and runs with. Safe to run again; does nothing when all are there.
#   ops/install.sh build          compile and run the services
#   ops/install.sh test           also what the tests drive: PostgreSQL, Python, a browser
set -euo pipefail

build=(libpq-dev libcurl4-openssl-dev zlib1g-dev libsqlite3-dev pkg-config make git ca-certificates tzdata)
test=(postgresql python3 python3-venv curl chromium)

packages=("${build[@]}")
[ "${1:-build}" = test ] && packages+=("${test[@]}")

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

run=()
[ "$(id -u)" -eq 0 ] || run=(sudo)
echo "Installing: ${missing[*]}"
"${run[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
