package import StorageKit

/// Profile's own tables. Limits stand here as they stand in the Domain.
package enum ProfileMigrations {
    package static let set = MigrationSet(
        component: "profile",
        steps: [
            Migration(1, "profiles, identities, traits, consents, events", profiles + events + bookkeeping),
            Migration(2, "profiles listed by the day last seen", seenDay),
            // An update that finds room on its row's page leaves the indexes alone.
            Migration(3, "room beside profiles", [], native: [.postgres: ["ALTER TABLE profile SET (fillfactor = 60)"]]),
            Migration(
                4, "refusals of a source and day, counted", ["ALTER TABLE ingest_day ADD COLUMN refusals BIGINT NOT NULL DEFAULT 0"]),
        ])

    private static let profiles = [
        """
        CREATE TABLE profile (
            profile_id TEXT PRIMARY KEY NOT NULL, is_known BIGINT NOT NULL CHECK (is_known IN (0, 1)),
            first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, event_count BIGINT NOT NULL CHECK (event_count >= 0),
            merged_into TEXT REFERENCES profile (profile_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX profile_merged_into ON profile (merged_into) WHERE merged_into IS NOT NULL",
        "CREATE INDEX profile_last_seen ON profile (last_seen, profile_id)",
        """
        CREATE TABLE identity (
            namespace TEXT NOT NULL, value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 255),
            profile_id TEXT NOT NULL REFERENCES profile (profile_id), first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL,
            PRIMARY KEY (namespace, value)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX identity_profile ON identity (profile_id)",
        """
        CREATE TABLE trait (
            profile_id TEXT NOT NULL REFERENCES profile (profile_id), name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
            value TEXT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (profile_id, name)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE consent (
            profile_id TEXT NOT NULL REFERENCES profile (profile_id), purpose TEXT NOT NULL, channel TEXT NOT NULL,
            status TEXT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL, expires_at BIGINT,
            PRIMARY KEY (profile_id, purpose, channel)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE consent_record (
            record_id SERIAL_KEY, profile_id TEXT NOT NULL, purpose TEXT NOT NULL, channel TEXT NOT NULL, status TEXT NOT NULL,
            legal_basis TEXT NOT NULL, source TEXT NOT NULL, text_version TEXT, at BIGINT NOT NULL, expires_at BIGINT,
            recorded_at BIGINT NOT NULL, event_id TEXT
        )
        """,
        "CREATE INDEX consent_record_profile ON consent_record (profile_id, record_id)",
    ]

    private static let events = [
        """
        CREATE TABLE event (
            event_seq SERIAL_KEY, event_id TEXT NOT NULL, profile_id TEXT NOT NULL, time BIGINT NOT NULL,
            received_at BIGINT NOT NULL, message_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, name TEXT, source TEXT NOT NULL,
            user_id TEXT, anonymous_id TEXT, properties TEXT NOT NULL, context TEXT NOT NULL
        )
        """,
        "CREATE INDEX event_timeline ON event (profile_id, time, event_seq)",
    ]

    /// An index on the instant would move an entry with every event; the day moves once a day.
    private static let seenDay = [
        "DROP INDEX profile_last_seen",
        "ALTER TABLE profile ADD COLUMN seen_day BIGINT NOT NULL DEFAULT 0",
        "UPDATE profile SET seen_day = last_seen / 86400000000",
        "CREATE INDEX profile_seen_day ON profile (seen_day, profile_id) WHERE merged_into IS NULL",
    ]

    private static let bookkeeping = [
        """
        CREATE TABLE profile_merge (
            merge_id SERIAL_KEY, survivor TEXT NOT NULL, merged TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL,
            event_id TEXT, identities TEXT NOT NULL, traits TEXT NOT NULL
        )
        """,
        "CREATE INDEX profile_merge_survivor ON profile_merge (survivor, merge_id)",
        """
        CREATE TABLE identity_conflict (
            namespace TEXT NOT NULL, value TEXT NOT NULL, profile_id TEXT NOT NULL, owner_id TEXT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (namespace, value, profile_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX identity_conflict_profile ON identity_conflict (profile_id)",
        """
        CREATE TABLE ingest_rejection (
            rejection_id SERIAL_KEY, at BIGINT NOT NULL, source TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
            pointer TEXT NOT NULL, payload TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE ingest_day (
            source TEXT NOT NULL, day BIGINT NOT NULL, accepted BIGINT NOT NULL, duplicate BIGINT NOT NULL, rejected BIGINT NOT NULL,
            last_received_at BIGINT NOT NULL, PRIMARY KEY (source, day)
        ) WITHOUT ROWID
        """,
    ]
}
