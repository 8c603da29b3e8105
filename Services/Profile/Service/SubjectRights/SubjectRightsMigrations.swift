package import StorageKit

/// The tables of subject rights.
package enum SubjectRightsMigrations {
    /// - `subject_case`: what people asked about their data; `is_pending` while somebody has to do something by `due_at`.
    /// - `case_identity`: keyed hashes of the identities a case was opened with, by which it is found again.
    /// - `case_confirmation`: each service's word, once per action.
    /// - `case_bundle`: what an access case gathered, in parts, until it expires.
    /// - `blocked_identity`: keyed hashes of identities that were erased and must not come back.
    /// - `erased_message`: keyed hashes of the few erased messages no blocked identity would keep out.
    package static let set = MigrationSet(
        component: "profile-subject",
        steps: [
            Migration(
                1, "cases, confirmations, blocked identities",
                [
                    """
                    CREATE TABLE subject_case (
                        case_id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, is_pending BIGINT NOT NULL,
                        profile_id TEXT NOT NULL, subject_hash TEXT NOT NULL, opened_at BIGINT NOT NULL, due_at BIGINT NOT NULL,
                        finished_at BIGINT, bundle_until BIGINT, document TEXT NOT NULL) WITHOUT ROWID
                    """,
                    "CREATE INDEX subject_case_due ON subject_case (due_at, case_id) WHERE is_pending = 1",
                    "CREATE INDEX subject_case_done ON subject_case (case_id) WHERE is_pending = 0",
                    "CREATE INDEX subject_case_profile ON subject_case (profile_id)",
                    "CREATE INDEX subject_case_bundle ON subject_case (bundle_until) WHERE bundle_until IS NOT NULL",
                    """
                    CREATE TABLE case_identity (
                        hash TEXT NOT NULL, case_id TEXT NOT NULL REFERENCES subject_case (case_id), PRIMARY KEY (hash, case_id)) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE case_confirmation (
                        case_id TEXT NOT NULL REFERENCES subject_case (case_id), action TEXT NOT NULL, service TEXT NOT NULL,
                        applied_at BIGINT NOT NULL, received_at BIGINT NOT NULL, counts TEXT NOT NULL, remaining BIGINT NOT NULL,
                        PRIMARY KEY (case_id, action, service)) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE case_bundle (
                        case_id TEXT NOT NULL REFERENCES subject_case (case_id), service TEXT NOT NULL, section TEXT NOT NULL,
                        part BIGINT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (case_id, service, section, part)) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE blocked_identity (
                        hash TEXT NOT NULL PRIMARY KEY, namespace TEXT NOT NULL, case_id TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID
                    """,
                    "CREATE TABLE erased_message (hash TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
                ])
        ])
}
