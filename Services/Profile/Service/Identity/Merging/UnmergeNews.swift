import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// What the feed tells of an un-merge: that a profile lives again, which events are its own, and what each of the two is now.
struct UnmergeNews {
    /// Events named in one feed event.
    static let eventsMax = 1_000

    let unmerge: Unmerge
    let traits: TraitSeparation
    let consentsBefore: [ConsentView]
    let seen: (restored: EventAttribution.Seen, survivor: EventAttribution.Seen)

    func publish(at now: Instant, to feed: Feed) throws {
        let changes = [try restoredChange(), try survivorChange(at: now)].compactMap { $0.feedEvent(at: now) }
        try feed.publish(try restorations(at: now) + changes, in: unmerge.transaction)
    }

    /// As many as it takes to name every event of the restored profile.
    private func restorations(at now: Instant) throws -> [FeedEvent] {
        var ids: [String] = []
        for id in unmerge.family {
            ids += try unmerge.transaction.rows("SELECT event_id FROM person_event WHERE profile_id = $1 ORDER BY time, event_seq", [id])
                .map {
                    try $0.text("event_id")
                }
        }
        // Each is held by the cases it was named in, not by what the merge had united.
        let restriction = try UseRestrictions.current(of: unmerge.family, in: unmerge.transaction)
        let survivorRestriction = try UseRestrictions.current(of: unmerge.others, in: unmerge.transaction)
        let survivorConsents = try ConsentStore.load(unmerge.living, in: unmerge.transaction)
        let starts = Array(stride(from: 0, to: max(ids.count, 1), by: Self.eventsMax))
        return starts.map { start in
            var data: JSONObject = [
                "profileId": .string(unmerge.living.rawValue), "restoredProfileId": .string(unmerge.restored.rawValue),
                "restoredIds": .array(unmerge.family.map { .string($0.rawValue) }), "mergeId": .integer(unmerge.merge.id),
                "eventIds": .array(ids[start..<min(start + Self.eventsMax, ids.count)].map { .string($0) }),
                "isLast": .bool(start == starts.last), "restriction": restriction.json, "survivorRestriction": survivorRestriction.json,
                "survivorConsents": .array(survivorConsents.map(\.json)),
            ]
            data["seen"] = Self.json(seen.restored)
            data["survivorSeen"] = Self.json(seen.survivor)
            return FeedEvent(type: FeedEventType.profileUnmerged, profile: unmerge.living, time: now, data: .object(data))
        }
    }

    private static func json(_ seen: EventAttribution.Seen) -> JSONValue? {
        guard let first = seen.first, let last = seen.last else { return nil }
        return ["first": .string(first.rfc3339), "last": .string(last.rfc3339)]
    }

    private func restoredChange() throws -> ProfileChange {
        var change = ProfileChange(profileId: unmerge.restored)
        change.traits = traits.restored.views
        change.identities = try ProfileStore.load(unmerge.restored, in: unmerge.transaction)?.identities ?? []
        change.consents = try ConsentStore.load(unmerge.restored, in: unmerge.transaction)
        return change
    }

    /// Of consents, what counts for the survivor again; whoever keeps copies has all of them from the restoration, which takes back
    /// what only the other one had said.
    private func survivorChange(at now: Instant) throws -> ProfileChange {
        var change = ProfileChange(profileId: unmerge.living)
        for name in Set((traits.written.keys + traits.dropped).map(\.name)).sorted() { change.tell(name, traits.kept) }
        change.removedIdentities = unmerge.returning
        let present = try ConsentStore.load(unmerge.living, in: unmerge.transaction)
        change.consents = present.filter { !consentsBefore.contains($0) }
        return change
    }
}
