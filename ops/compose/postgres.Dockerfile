# PostgreSQL of Debian 12, with its data in a volume and the passwords of its roles from files that its user alone may read.
FROM debian:bookworm-slim
# The number is what ops/compose/secrets.sh gives those files to; the package takes a user that is there.
RUN groupadd --gid 10002 postgres \
    && useradd --uid 10002 --gid postgres --home-dir /var/lib/postgresql --no-create-home --shell /usr/sbin/nologin postgres \
    && apt-get update \
    && apt-get install -y --no-install-recommends postgresql-15 \
    && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/15/main \
    && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/data
COPY --chmod=0755 ops/compose/postgres.sh /usr/local/bin/maru-postgres
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data/main
USER postgres
CMD ["maru-postgres"]
