import CommonModels
import ProfileDomain
import StorageKit

/// Pairs of profiles that an un-merge keeps apart: only somebody who says so can join them again.
enum ApartStore {
    static func keep(_ one: ProfileID, from other: ProfileID, in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "identity_apart", columns: ["profile_id", "other_id"],
            rows: [[one.sqlValue, other.sqlValue], [other.sqlValue, one.sqlValue]], onConflict: .ignore)
    }

    static func release(_ one: ProfileID, from other: ProfileID, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            "DELETE FROM identity_apart WHERE (profile_id = $1 AND other_id = $2) OR (profile_id = $2 AND other_id = $1)", [one, other])
    }

    /// Whoever was kept apart from the merged profile is kept apart from the survivor.
    static func follow(_ merge: IdentityMerge, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO identity_apart (profile_id, other_id) SELECT $1, other_id FROM identity_apart
            WHERE profile_id = $2 AND other_id <> $1 ON CONFLICT DO NOTHING
            """, [merge.into, merge.merged])
        try transaction.execute(
            """
            INSERT INTO identity_apart (profile_id, other_id) SELECT profile_id, $1 FROM identity_apart
            WHERE other_id = $2 AND profile_id <> $1 ON CONFLICT DO NOTHING
            """, [merge.into, merge.merged])
    }
}
