/// What storage can say instead of an answer.
package enum StorageError: Error, Hashable {
    /// Nothing was saved and trying again later is right: disk full, connection lost, too busy, timed out. HTTP 503.
    case unavailable(String)
    /// The connection went away while committing: the change may or may not be there. HTTP 503; callers are idempotent.
    case outcomeUnknown(String)
    /// A constraint of the schema refused the change; nothing of the transaction was saved.
    case constraint(ConstraintKind, String)
    /// The database was migrated by a newer binary than this one.
    case newerSchema(component: String, found: Int, known: Int)
    /// A migration that ran is not the one this binary knows under its number.
    case changedMigration(component: String, number: Int, found: String)
    /// SQL or data that does not fit: a defect of ours. HTTP 500.
    case malformed(String)
    /// The database was closed.
    case closed

    package enum ConstraintKind: String, Sendable {
        case unique, foreignKey, check, notNull
    }
}
