package import StorageKit

/// The tables of governance.
package enum GovernanceMigrations {
    /// - `governance_version`: every version of the labels and policies, and of the retention rules, for ever.
    package static let set = MigrationSet(
        component: "profile-governance",
        steps: [
            Migration(
                1, "labels, policies, retention",
                [
                    """
                    CREATE TABLE governance_version (
                        kind TEXT NOT NULL CHECK (kind IN ('policies', 'retention')), version BIGINT NOT NULL, document TEXT NOT NULL,
                        at BIGINT NOT NULL, changed_by TEXT NOT NULL, PRIMARY KEY (kind, version)) WITHOUT ROWID
                    """
                ])
        ])
}
