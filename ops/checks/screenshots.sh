#!/usr/bin/env bash
# Pictures of a running console, 1440 and 390 wide, in Korean and English: ops/checks/screenshots.sh [FOLDER]
# Needs an account that sees everything: MARU_LOGIN, MARU_PASSWORD. MARU_PUBLIC_URL names the console when it has one
# origin; otherwise the services are looked for on 127.0.0.1:8101–8106. MARU_PAGES="home customer" takes only some.
set -euo pipefail
: "${MARU_LOGIN:?the name of an administrator}" "${MARU_PASSWORD:?their password}"
if ! command -v chromedriver >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver fonts-noto-cjk >/dev/null
fi
exec python3 "$(dirname "$0")/screenshots.py" "${1:-.build/screenshots}"
