import CommonModels
import ProfileDomain
import StorageKit

/// Removes what the identity chapter keeps of an erased person beside their identities: who stated which value, whom they
/// are kept apart from, conflicts and merges.
enum IdentityErasure {
    /// - Parameters:
    ///   - ids: the person's profile and the ids that ended in it.
    ///   - identities: every value they are known by.
    static func forget(_ ids: [ProfileID], _ identities: some Sequence<IdentityKey>, in transaction: any SQLTransaction) throws {
        let keys: [[SQLValue]] = identities.map { [.text($0.namespace.rawValue), .text($0.value)] }
        for table in ["identity_sighting", "identity_conflict"] {
            try transaction.executeMany("DELETE FROM \(table) WHERE namespace = $1 AND value = $2", keys)
        }
        try transaction.executeMany(
            "DELETE FROM identity_sighting WHERE witness = $1", identities.map { [.text($0.text)] } + ids.map { [$0.sqlValue] })
        let columns = [
            ("identity_conflict", "profile_id"), ("identity_conflict", "owner_id"), ("identity_apart", "profile_id"),
            ("identity_apart", "other_id"), ("profile_merge", "survivor"), ("profile_merge", "merged"),
        ]
        for (table, column) in columns {
            try transaction.executeMany("DELETE FROM \(table) WHERE \(column) = $1", ids.map { [$0.sqlValue] })
        }
    }
}
