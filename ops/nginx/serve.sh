#!/bin/sh
# Serves in the foreground. nginx looks names up only when it loads its configuration, so it loads it again as soon as a
# service has come back at another address.
set -eu
addresses() { getent ahostsv4 profile segment content journey decision reporting | sort -u || true; }
watch() {
    known=$1
    while sleep 2; do
        found=$(addresses)
        # A service that is away has no address yet; the configuration does not load without it.
        if [ "$found" != "$known" ] && nginx -t -q 2> /dev/null; then
            nginx -s reload
            known=$found
        fi
    done
}
watch "$(addresses)" &
exec nginx -g 'daemon off;'
