import ProfileDomain
package import StorageKit

/// The tables of the identity chapter beside `identity` and `profile_merge`, which are older.
package enum IdentityMigrations {
    package static let set = MigrationSet(
        component: "profile-identity",
        steps: [
            Migration(1, "namespaces, junk, conflicts with reasons, merges that can be undone", rules + watching + merges),
            Migration(2, "the epoch of identities", epoch, native: [.sqlite: EpochTriggers.sqlite, .postgres: EpochTriggers.postgres]),
        ])

    /// One row, see ``IdentityCache``.
    private static let epoch = [
        "CREATE TABLE identity_epoch (only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1), epoch BIGINT NOT NULL)",
        "INSERT INTO identity_epoch (only_row, epoch) VALUES (1, 1)",
    ]

    private static let rules =
        [
            // One row: the version of all rules together, so that a writer sees with one read whether anything changed.
            "CREATE TABLE identity_rules (only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1), version BIGINT NOT NULL)",
            "INSERT INTO identity_rules (only_row, version) VALUES (1, 1)",
            """
            CREATE TABLE identity_namespace (
                namespace TEXT NOT NULL PRIMARY KEY CHECK (length(namespace) BETWEEN 1 AND 40), definition TEXT NOT NULL,
                version BIGINT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL) WITHOUT ROWID
            """,
            """
            CREATE TABLE identity_junk (
                namespace TEXT NOT NULL, value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 255),
                origin TEXT NOT NULL CHECK (origin IN ('built-in', 'list', 'automatic')), note TEXT NOT NULL, profiles BIGINT,
                at BIGINT NOT NULL, added_by TEXT NOT NULL, PRIMARY KEY (namespace, value)) WITHOUT ROWID
            """,
            "CREATE INDEX identity_junk_at ON identity_junk (at, namespace, value)",
        ] + seed

    /// Nothing in it needs quoting but the quote.
    private static let seed = JunkIdentities.builtIn.map { junk in
        let value = junk.value.replacing("'", with: "''")
        return """
            INSERT INTO identity_junk (namespace, value, origin, note, profiles, at, added_by)
            VALUES ('\(junk.namespace)', '\(value)', 'built-in', '', NULL, 0, '')
            """
    }

    private static let watching = [
        """
        CREATE TABLE identity_sighting (
            namespace TEXT NOT NULL, value TEXT NOT NULL, witness TEXT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (namespace, value, witness)) WITHOUT ROWID
        """,
        "CREATE INDEX identity_sighting_witness ON identity_sighting (witness)",
        """
        CREATE TABLE identity_refusal (
            day BIGINT NOT NULL, source TEXT NOT NULL, namespace TEXT NOT NULL, reason TEXT NOT NULL, refused BIGINT NOT NULL,
            last_at BIGINT NOT NULL, event_id TEXT NOT NULL, PRIMARY KEY (day, source, namespace, reason)) WITHOUT ROWID
        """,
        "ALTER TABLE identity_conflict ADD COLUMN reason TEXT NOT NULL DEFAULT 'known-owner'",
        "CREATE INDEX identity_conflict_owner ON identity_conflict (owner_id)",
        "CREATE INDEX identity_conflict_at ON identity_conflict (at, namespace, value, profile_id)",
        """
        CREATE TABLE identity_apart (
            profile_id TEXT NOT NULL, other_id TEXT NOT NULL, PRIMARY KEY (profile_id, other_id)) WITHOUT ROWID
        """,
        "CREATE INDEX identity_apart_other ON identity_apart (other_id)",
    ]

    /// What an un-merge puts back, and what became of it.
    private static let merges = [
        "ALTER TABLE profile_merge ADD COLUMN key_namespace TEXT",
        "ALTER TABLE profile_merge ADD COLUMN key_value TEXT",
        "ALTER TABLE profile_merge ADD COLUMN consents TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE profile_merge ADD COLUMN sheet TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE profile_merge ADD COLUMN survivor_sheet TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE profile_merge ADD COLUMN event_after BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE profile_merge ADD COLUMN actor TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE profile_merge ADD COLUMN note TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE profile_merge ADD COLUMN undone_at BIGINT",
        "ALTER TABLE profile_merge ADD COLUMN undone_by TEXT",
        "ALTER TABLE profile_merge ADD COLUMN undone_note TEXT",
        "ALTER TABLE profile_merge ADD COLUMN outcome TEXT",
        "CREATE INDEX profile_merge_ended ON profile_merge (merged, merge_id)",
        "CREATE INDEX profile_merge_key ON profile_merge (key_namespace, key_value) WHERE key_value IS NOT NULL",
    ]
}
