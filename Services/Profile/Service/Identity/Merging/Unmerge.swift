import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Undoes one merge, in one transaction: what was moved goes back, what happened since goes to whom it names, counters are
/// counted anew from events. What cannot be told apart stays with the survivor and is said.
struct Unmerge {
    let merge: StoredMerge
    /// Who has everything now.
    let living: ProfileID
    /// The restored profile and the ids that had ended in it before.
    let family: [ProfileID]
    /// The survivor and the other ids that ended in it.
    let others: [ProfileID]
    let returning: [IdentityKey]
    let elsewhere: [IdentityKey]
    let events: EventAttribution
    let rules: IdentityRules
    let transaction: any SQLTransaction

    var restored: ProfileID { merge.merged }

    /// Reads everything; changes nothing.
    /// - Throws: ``MergeError``
    init(_ id: Int64, in transaction: any SQLTransaction) throws {
        merge = try StoredMerge.load(id, in: transaction)
        guard let living = try IdentityStore.survivor(of: merge.merged, in: transaction) else { throw MergeError.erased }
        guard living != merge.merged else { throw MergeError.undoneBefore }
        let family = try Self.family(of: merge.merged, in: transaction)
        let ended = try transaction.rows("SELECT profile_id FROM profile WHERE merged_into = $1 ORDER BY profile_id", [living])
        let others = [living] + (try ended.map { try $0.id("profile_id") }.filter { !family.contains($0) })
        rules = try IdentityRulesStore.definitions(in: transaction)
        var events = EventAttribution(keys: merge.identities, rules: rules)
        if let first = try Self.firstSequence(merge, in: transaction) { try events.read(others, from: first, in: transaction) }
        let held = try Self.owned(by: living, since: merge.at.startOfHour, in: transaction)
        returning = merge.identities.filter { held[$0] != nil } + events.gained.filter { held[$0] == true }.sorted()
        elsewhere = merge.identities.filter { held[$0] == nil }
        self.living = living
        self.family = family
        self.others = others
        self.events = events
        self.transaction = transaction
    }

    /// The restored id and those that had ended in it, directly or not, by merges that still hold.
    private static func family(of id: ProfileID, in transaction: any SQLTransaction) throws -> [ProfileID] {
        var family = [id]
        var next = 0
        while next < family.count {
            let rows = try transaction.rows(
                "SELECT merged FROM profile_merge WHERE survivor = $1 AND undone_at IS NULL ORDER BY merge_id", [family[next]])
            for row in rows {
                let merged: ProfileID = try row.id("merged")
                if !family.contains(merged) { family.append(merged) }
            }
            next += 1
        }
        return family
    }

    /// Where the log of the time since begins: at the event that caused the merge. Nil when that event is gone.
    private static func firstSequence(_ merge: StoredMerge, in transaction: any SQLTransaction) throws -> Int64? {
        guard let event = merge.eventId else { return merge.eventAfter + 1 }
        return try transaction.row(
            "SELECT event_seq FROM person_event WHERE profile_id = $1 AND event_id = $2", [merge.survivor, event])?.integer("event_seq")
    }

    /// The identities of a profile, and whether each was first seen since an instant.
    private static func owned(
        by id: ProfileID, since: Instant, in transaction: any SQLTransaction
    ) throws -> [IdentityKey: Bool] {
        try transaction.rows("SELECT namespace, value, first_seen FROM identity WHERE profile_id = $1", [id]).reduce(into: [:]) {
            let key = IdentityKey(trusted: IdentityNamespace(rawValue: try $1.text("namespace")), try $1.text("value"))
            $0[key] = try $1.instant("first_seen") >= since
        }
    }
}
