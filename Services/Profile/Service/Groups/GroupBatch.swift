import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// The group calls of one transaction, gathered and applied in bulk; a person's groups are told to the feed as the trait
/// `groups`, so that segments can ask for them.
struct GroupBatch {
    static let trait = TraitKey("groups", .computed)
    private static let toldMax = 100  // groups of one person in the trait

    private var words: [GroupWord] = []
    private var touched: Set<ProfileID> = []

    mutating func note(_ event: PreparedEvent, of id: ProfileID, _ submission: IngestSubmission) {
        guard event.call.type == .group, let word = GroupWord(event.call, of: id, at: event.time, source: submission.source) else { return }
        words.append(word)
        touched.insert(id)
    }

    /// Notes that a word was applied already.
    mutating func touch(_ word: GroupWord) { if let id = word.profileId { touched.insert(id) } }

    /// Notes that somebody's places are another profile's now.
    mutating func note(_ merge: IdentityMerge, moved: Bool) { if moved { touched.insert(merge.into) } }

    /// Writes what was gathered, which a merge must find in the tables. What could not be kept joins the refused events.
    mutating func flush(receivedAt: Instant, in transaction: any SQLTransaction) throws {
        guard !words.isEmpty else { return }
        let faults = try GroupStore.apply(words, in: transaction)
        words.removeAll()
        let refused = faults.map { word, fault in
            RefusedEvent(fault, at: receivedAt, source: word.source, payload: JSONValue.object(word.traits).serialized)
        }
        try RefusedEvent.save(refused, in: transaction)
    }

    /// Call after ``flush(receivedAt:in:)``.
    /// - Returns: what the feed says of the people whose groups changed.
    func tell(survivor: (ProfileID) -> ProfileID, now: Instant, in transaction: any SQLTransaction) throws -> [FeedEvent] {
        guard !touched.isEmpty else { return [] }
        let ids = Set(touched.map(survivor))
        var groups: [ProfileID: [String]] = [:]
        for (place, membership) in try GroupStore.places(of: ids, in: transaction) where membership.isPresent {
            groups[place.profile, default: []].append(place.group)
        }
        var ledger = try ComputedLedger(of: ids, at: now, in: transaction)
        for id in ids {
            let names = (groups[id] ?? []).sorted().prefix(Self.toldMax)
            let value = JSONValue.array(names.map { .string($0) })
            let view = TraitView(value: value, at: now, source: ComputedLedger.source, kind: .computed)
            ledger.set(names.isEmpty ? nil : view, as: Self.trait, of: id)
        }
        return try ledger.save(in: transaction)
    }
}
