package import StorageKit

/// The tables by which a service plays its part in subject rights.
package enum SubjectSchema {
    /// - `subject_erased`: ids nothing may be kept of any more; an id without a person tells nothing.
    /// - `subject_outbox`: confirmations Profile has not taken yet.
    /// - `governance_book`: the labels and policies that hold.
    package static let migrations = MigrationSet(
        component: "subject",
        steps: [
            Migration(
                1, "erased ids and confirmations",
                [
                    "CREATE TABLE subject_erased (profile_id TEXT NOT NULL PRIMARY KEY, case_id TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID",
                    """
                    CREATE TABLE subject_outbox (
                        case_id TEXT NOT NULL, action TEXT NOT NULL, subjects TEXT NOT NULL, body TEXT NOT NULL,
                        is_cleaned BIGINT NOT NULL CHECK (is_cleaned IN (0, 1)), attempts BIGINT NOT NULL, due BIGINT NOT NULL,
                        PRIMARY KEY (case_id, action))
                    """,
                    "CREATE INDEX subject_outbox_due ON subject_outbox (due)",
                    """
                    CREATE TABLE governance_book (
                        one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL, document TEXT NOT NULL)
                    """,
                ])
        ])
}
