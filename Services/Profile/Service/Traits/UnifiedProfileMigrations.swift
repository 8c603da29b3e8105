package import StorageKit

/// The tables of the unified profile: traits of several kinds, computed traits, groups, counts of people.
package enum UnifiedProfileMigrations {
    package static let set = MigrationSet(
        component: "profile-traits",
        steps: [
            Migration(1, "traits of several kinds, taken back ones kept; priorities of sources", traits),
            Migration(2, "counts of people, kept", counts),
            Migration(
                3, "events of a person by kind", ["CREATE INDEX event_kind ON event (profile_id, coalesce(name, type), time, event_seq)"]),
            Migration(4, "computed traits and their states", computed),
            Migration(5, "groups, their traits and members", groups),
            Migration(6, "computed traits ready made", ReadyMadeTraits.inserts),
            Migration(
                7, "nothing to build where nobody is",
                [
                    """
                    UPDATE computed_trait SET built_version = version
                    WHERE updated_at = 0 AND built_version = 0 AND NOT EXISTS (SELECT 1 FROM profile)
                    """,
                    "UPDATE trait_plan SET revision = revision + 1 WHERE id = 1",
                ]),
            Migration(
                8, "what is computed of a person in one row", ComputedSheetMigration.table,
                native: [.sqlite: ComputedSheetMigration.sqlite, .postgres: ComputedSheetMigration.postgres]),
            Migration(
                9, "what values not built anew are made from",
                ["ALTER TABLE computed_trait ADD COLUMN sources_before TEXT NOT NULL DEFAULT '[]'"]),
        ])

    private static let statementColumns = """
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100), kind TEXT NOT NULL DEFAULT 'firstParty',
        value TEXT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL, ages TEXT, confidence DOUBLE PRECISION, reason TEXT,
        previous TEXT, overruled TEXT
        """

    private static let traits = [
        """
        CREATE TABLE trait_statement (
            profile_id TEXT NOT NULL REFERENCES profile (profile_id), \(statementColumns), PRIMARY KEY (profile_id, name, kind)
        ) WITHOUT ROWID
        """,
        "INSERT INTO trait_statement (profile_id, name, value, at, source) SELECT profile_id, name, value, at, source FROM trait",
        "DROP TABLE trait",
        "ALTER TABLE trait_statement RENAME TO trait",
        """
        CREATE TABLE source_priority (
            trait TEXT NOT NULL PRIMARY KEY CHECK (length(trait) BETWEEN 1 AND 100), sources TEXT NOT NULL, version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        // Counts up with every change of the documents, so that a writer knows when to read them again.
        "CREATE TABLE trait_plan (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), revision BIGINT NOT NULL)",
        "INSERT INTO trait_plan (id, revision) VALUES (1, 1)",
    ]

    private static let counts = [
        """
        CREATE TABLE population (
            id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), living BIGINT NOT NULL, known BIGINT NOT NULL, merged BIGINT NOT NULL
        )
        """,
        """
        INSERT INTO population (id, living, known, merged)
        SELECT 1, coalesce(sum(CASE WHEN merged_into IS NULL THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN merged_into IS NULL THEN is_known ELSE 0 END), 0),
            coalesce(sum(CASE WHEN merged_into IS NULL THEN 0 ELSE 1 END), 0) FROM profile
        """,
    ]

    private static let computed = [
        """
        CREATE TABLE computed_trait (
            trait TEXT NOT NULL PRIMARY KEY CHECK (length(trait) BETWEEN 1 AND 60), document TEXT NOT NULL, version BIGINT NOT NULL,
            built_version BIGINT NOT NULL, is_deleted BIGINT NOT NULL CHECK (is_deleted IN (0, 1)), job_id TEXT,
            updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE computed_state (
            profile_id TEXT NOT NULL, trait TEXT NOT NULL, version BIGINT NOT NULL, state TEXT NOT NULL, due BIGINT,
            PRIMARY KEY (profile_id, trait)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX computed_state_due ON computed_state (due) WHERE due IS NOT NULL",
    ]

    private static let groups = [
        """
        CREATE TABLE customer_group (
            group_id TEXT NOT NULL PRIMARY KEY CHECK (length(group_id) BETWEEN 1 AND 255), kind TEXT NOT NULL,
            kind_at BIGINT NOT NULL, first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, member_count BIGINT NOT NULL,
            version BIGINT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX customer_group_kind ON customer_group (kind, group_id)",
        "CREATE TABLE group_trait (group_id TEXT NOT NULL, \(statementColumns), PRIMARY KEY (group_id, name, kind)) WITHOUT ROWID",
        """
        CREATE TABLE group_member (
            group_id TEXT NOT NULL, profile_id TEXT NOT NULL, role TEXT, since BIGINT NOT NULL, at BIGINT NOT NULL, left_at BIGINT,
            source TEXT NOT NULL, PRIMARY KEY (group_id, profile_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX group_member_profile ON group_member (profile_id, group_id)",
    ]
}
