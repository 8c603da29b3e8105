package import StorageKit

/// The tables of signals: what happens to things that are no people.
package enum SignalMigrations {
    /// - `signal_state`: of each subject the latest signal of each name, by its own time.
    package static let set = MigrationSet(
        component: "profile-signals",
        steps: [
            Migration(
                1, "types of subjects, signals, subjects and their state",
                [
                    """
                    CREATE TABLE signal_type (
                        subject_type TEXT NOT NULL PRIMARY KEY CHECK (length(subject_type) BETWEEN 1 AND 40), document TEXT NOT NULL,
                        version BIGINT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL
                    ) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE signal (
                        signal_seq SERIAL_KEY, signal_id TEXT NOT NULL, message_id TEXT NOT NULL, subject_type TEXT NOT NULL,
                        subject_id TEXT NOT NULL CHECK (length(subject_id) BETWEEN 1 AND 200),
                        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200), properties TEXT NOT NULL, time BIGINT NOT NULL,
                        received_at BIGINT NOT NULL, source TEXT NOT NULL
                    )
                    """,
                    // One sender's id says nothing of another's signals.
                    "CREATE UNIQUE INDEX signal_message ON signal (message_id, source)",
                    "CREATE INDEX signal_timeline ON signal (subject_type, subject_id, time, signal_seq)",
                    "CREATE INDEX signal_age ON signal (subject_type, received_at)",
                    """
                    CREATE TABLE signal_subject (
                        subject_type TEXT NOT NULL, subject_id TEXT NOT NULL, first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL,
                        signals BIGINT NOT NULL, PRIMARY KEY (subject_type, subject_id)
                    ) WITHOUT ROWID
                    """,
                    "CREATE INDEX signal_subject_id ON signal_subject (subject_id)",
                    """
                    CREATE TABLE signal_state (
                        subject_type TEXT NOT NULL, subject_id TEXT NOT NULL, name TEXT NOT NULL, signal_id TEXT NOT NULL,
                        properties TEXT NOT NULL, time BIGINT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (subject_type, subject_id, name)
                    ) WITHOUT ROWID
                    """,
                ])
        ])
}
