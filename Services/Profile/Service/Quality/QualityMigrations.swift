package import StorageKit

/// The tables of data quality.
package enum QualityMigrations {
    /// - `ingest_day` also counts what the plan held back, and what was missing or in conflict.
    /// - `ingest_hour`: events by source and hour, and how long nothing came; the baseline of freshness and volume.
    /// - `tracking_plan`: its settings, and a revision that counts up with every change, so that writers know when to read again.
    /// - `tracking_plan_version`: every version of every entry, for ever; without a document where one was removed.
    /// - `quality_violation`: counts by day, source, rule and place in the schema, with the form of a sample.
    /// - `quarantined_event`: events as they were sent, that wait for the plan or for somebody.
    /// - `quarantine_identity`: the identities those name, so that a person's rights reach them.
    package static let set = MigrationSet(
        component: "profile-quality",
        steps: [
            Migration(1, "tracking plan, quarantine, counts by hour", counts + plan + quarantine)
        ])

    private static let counts =
        ["quarantined", "violating", "blocked", "conflicts", "known", "present", "expired"].map {
            "ALTER TABLE ingest_day ADD COLUMN \($0) BIGINT NOT NULL DEFAULT 0"
        } + [
            """
            CREATE TABLE ingest_hour (
                source TEXT NOT NULL, hour BIGINT NOT NULL, events BIGINT NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL,
                pause BIGINT NOT NULL, PRIMARY KEY (source, hour)) WITHOUT ROWID
            """,
            "CREATE INDEX ingest_hour_age ON ingest_hour (hour)",
            """
            CREATE TABLE quality_violation (
                day BIGINT NOT NULL, source TEXT NOT NULL, rule TEXT NOT NULL, place TEXT NOT NULL, keyword TEXT NOT NULL,
                mode TEXT NOT NULL, events BIGINT NOT NULL, last_at BIGINT NOT NULL, pointer TEXT NOT NULL, wanted TEXT NOT NULL,
                shape TEXT NOT NULL, PRIMARY KEY (day, source, rule, place)) WITHOUT ROWID
            """,
        ]

    private static let plan = [
        """
        CREATE TABLE tracking_plan (
            id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), revision BIGINT NOT NULL, settings TEXT NOT NULL, version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL)
        """,
        "INSERT INTO tracking_plan (id, revision, settings, version, updated_at) VALUES (1, 1, '{}', 0, 0)",
        """
        CREATE TABLE tracking_plan_entry (
            kind TEXT NOT NULL, name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255), document TEXT NOT NULL,
            version BIGINT NOT NULL, updated_at BIGINT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID
        """,
        """
        CREATE TABLE tracking_plan_version (
            kind TEXT NOT NULL, name TEXT NOT NULL, version BIGINT NOT NULL, document TEXT, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
            PRIMARY KEY (kind, name, version)) WITHOUT ROWID
        """,
    ]

    private static let quarantine = [
        """
        CREATE TABLE quarantined_event (
            quarantine_id SERIAL_KEY, event_id TEXT NOT NULL UNIQUE, message_id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
            type TEXT NOT NULL, kind TEXT NOT NULL, time BIGINT NOT NULL, received_at BIGINT NOT NULL, rule TEXT NOT NULL,
            faults TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0, judged_at BIGINT NOT NULL, payload TEXT NOT NULL,
            batch_context TEXT, batch_sent_at BIGINT, sender TEXT NOT NULL)
        """,
        "CREATE INDEX quarantined_event_source ON quarantined_event (source, quarantine_id)",
        "CREATE INDEX quarantined_event_rule ON quarantined_event (rule, quarantine_id)",
        "CREATE INDEX quarantined_event_kind ON quarantined_event (kind, quarantine_id)",
        """
        CREATE TABLE quarantine_identity (
            namespace TEXT NOT NULL, value TEXT NOT NULL, event_id TEXT NOT NULL REFERENCES quarantined_event (event_id) ON DELETE CASCADE,
            PRIMARY KEY (namespace, value, event_id)) WITHOUT ROWID
        """,
        "CREATE INDEX quarantine_identity_event ON quarantine_identity (event_id)",
    ]
}
