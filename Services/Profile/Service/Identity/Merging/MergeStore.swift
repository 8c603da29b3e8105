import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Ends one profile in another. Events stay under the id they came with and are read through it; what was moved and what it
/// replaced is written down, so that a merge can be looked at and undone.
enum MergeStore {
    /// A merge and all that an un-merge needs to know of it.
    struct Record {
        let merge: IdentityMerge
        /// The event that caused it; nil for an explicit one.
        let eventId: EventID?
        let at: Instant
        /// What was stated of the merged profile, and of the survivor.
        let lost: TraitSheet
        let kept: TraitSheet
        var actor = ""
        var note = ""
    }

    /// - Returns: the number of the merge.
    @discardableResult
    static func move(_ record: Record, in transaction: any SQLTransaction) throws -> Int64 {
        let merge = record.merge
        let number = try save(record, in: transaction)
        try transaction.execute("UPDATE identity SET profile_id = $1 WHERE profile_id = $2", [merge.into, merge.merged])
        try transaction.execute("DELETE FROM trait WHERE profile_id = $1", [merge.merged])
        try moveConsents(merge, in: transaction)
        try ApartStore.follow(merge, in: transaction)
        try ConsentSignalStore.move(merge, in: transaction)
        try moveProfile(merge, in: transaction)
        return number
    }

    static func feedEvent(_ merge: IdentityMerge, at time: Instant) -> FeedEvent {
        let data: JSONValue = [
            "profileId": .string(merge.into.rawValue), "mergedProfileId": .string(merge.merged.rawValue),
            "reason": .string(merge.reason.rawValue),
        ]
        return FeedEvent(type: FeedEventType.profileMerged, profile: merge.into, time: time, data: data)
    }

    private static func save(_ record: Record, in transaction: any SQLTransaction) throws -> Int64 {
        let merge = record.merge
        let identities = try transaction.rows("SELECT namespace, value FROM identity WHERE profile_id = $1", [merge.merged])
        let moved = JSONValue.array(
            try identities.map { ["namespace": .string(try $0.text("namespace")), "value": .string(try $0.text("value"))] })
        // Events of the survivor from here on may be the merged profile's; those an event brought are found by that event.
        let last = try record.eventId == nil ? transaction.row("SELECT max(event_seq) AS last FROM event")?.integerOrNull("last") : nil
        let rows = try transaction.rows(
            """
            INSERT INTO profile_merge (survivor, merged, reason, at, event_id, identities, traits, sheet, survivor_sheet, consents, event_after,
                key_namespace, key_value, actor, note)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING merge_id
            """,
            [
                merge.into, merge.merged, merge.reason.rawValue, record.at, record.eventId, moved, Self.json(record.lost.views),
                StoredSheet.text(record.lost.statements), StoredSheet.text(record.kept.statements),
                JSONValue.array(try ConsentStore.load(merge.merged, in: transaction).map(\.json)),
                last ?? 0, merge.key?.namespace.rawValue, merge.key?.value, record.actor, record.note,
            ])
        return try rows.first?.integer("merge_id") ?? 0
    }

    private static func json(_ traits: [String: TraitView]) -> JSONValue {
        .object(JSONObject(uniqueKeysWithValues: traits.map { ($0.key, $0.value.json) }))
    }

    /// Of two statements on the same purpose and channel the later one counts.
    private static func moveConsents(_ merge: IdentityMerge, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO consent (profile_id, purpose, channel, status, at, source, expires_at)
            SELECT $1, purpose, channel, status, at, source, expires_at FROM consent WHERE profile_id = $2
            ON CONFLICT (profile_id, purpose, channel) DO UPDATE SET status = excluded.status, at = excluded.at,
                source = excluded.source, expires_at = excluded.expires_at WHERE excluded.at > consent.at
            """, [merge.into, merge.merged])
        try transaction.execute("DELETE FROM consent WHERE profile_id = $1", [merge.merged])
    }

    private static func moveProfile(_ merge: IdentityMerge, in transaction: any SQLTransaction) throws {
        guard
            let merged = try transaction.row(
                "SELECT is_known, first_seen, last_seen, seen_day, event_count FROM profile WHERE profile_id = $1", [merge.merged])
        else { return }
        let engine = transaction.engine
        try transaction.execute(
            """
            UPDATE profile SET is_known = \(engine.greatest("is_known", "$2")), first_seen = \(engine.least("first_seen", "$3")),
                last_seen = \(engine.greatest("last_seen", "$4")), seen_day = \(engine.greatest("seen_day", "$5")),
                event_count = event_count + $6 WHERE profile_id = $1
            """,
            [
                merge.into, try merged.integer("is_known"), try merged.integer("first_seen"), try merged.integer("last_seen"),
                try merged.integer("seen_day"), try merged.integer("event_count"),
            ])
        try transaction.execute(
            "UPDATE profile SET merged_into = $1, event_count = 0 WHERE profile_id = $2", [merge.into, merge.merged])
        try transaction.execute("UPDATE profile SET merged_into = $1 WHERE merged_into = $2", [merge.into, merge.merged])
    }
}
