import CommonModels
import ProfileDomain
import StorageKit

/// Which people's browsers have said that nothing be shared, by purpose: a signal comes with every event and is proof once.
enum ConsentSignalStore {
    static let source = "global-privacy-control"

    struct Key: Hashable {
        let profile: ProfileID
        let purpose: Purpose
    }

    static func known(_ profiles: Set<ProfileID>, in transaction: any SQLTransaction) throws -> Set<Key> {
        let rows = try transaction.rows("SELECT profile_id, purpose FROM consent_signal WHERE profile_id IN", in: profiles.map(\.rawValue))
        return Set(
            try rows.compactMap { row in
                let profile: ProfileID = try row.id("profile_id")
                return Purpose(rawValue: try row.text("purpose")).map { Key(profile: profile, purpose: $0) }
            })
    }

    static func insert(_ entries: [ConsentStore.Entry], in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "consent_signal", columns: ["profile_id", "purpose", "at"],
            rows: entries.map { [$0.profileId.sqlValue, .text($0.record.purpose.rawValue), $0.record.at.sqlValue] }, onConflict: .ignore)
    }

    static func move(_ merge: IdentityMerge, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO consent_signal (profile_id, purpose, at) SELECT $1, purpose, at FROM consent_signal WHERE profile_id = $2
            ON CONFLICT (profile_id, purpose) DO NOTHING
            """, [merge.into, merge.merged])
        try transaction.execute("DELETE FROM consent_signal WHERE profile_id = $1", [merge.merged])
    }
}
