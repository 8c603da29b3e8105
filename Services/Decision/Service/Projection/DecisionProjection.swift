import CommonModels
import DecisionDomain
import ProjectionKit
import StorageKit
import SubjectKit

/// Keeps this service's picture of people true to the feeds of Profile and Segment.
struct DecisionProjection: Sendable {
    private let applier = ProjectionApplier()

    /// Applies a page of a feed in the consumer's transaction; merges move counters, erasures forget.
    func apply(_ events: [CloudEvent], in tx: any SQLTransaction) throws {
        let changes = try applier.apply(events, in: tx)
        try saveIdentities(events, in: tx)
        // What offers may look at is another: every replica compiles its catalogue anew.
        if events.contains(where: { $0.type == FeedEventType.governanceBook }) { try CatalogueState.bump(in: tx) }
        for merge in changes.merges { try PersonMerge.apply(survivor: merge.survivor, merged: merge.merged, in: tx) }
        // Also under ids merged long ago: their places go with the person, and nothing else leads to their decisions.
        let merged = events.flatMap { event in
            event.type == FeedEventType.profileErased ? SubjectOrder(event)?.mergedIDs ?? [] : []
        }
        for erased in changes.erased + merged { try PersonErasure.apply(erased, in: tx) }
    }

    /// Everybody a page of a feed is about.
    static func people(in events: [CloudEvent]) -> Set<ProfileID> {
        var people: Set<ProfileID> = []
        for event in events {
            for field in ["profileId", "mergedProfileId", "restoredProfileId"] {
                if let id = event.data[field]?.stringValue { people.insert(ProfileID(trusted: id)) }
            }
        }
        return people
    }

    private func saveIdentities(_ events: [CloudEvent], in tx: any SQLTransaction) throws {
        var rows: [[SQLValue]] = []
        var lost: [[SQLValue]] = []
        var owners: [Newcomer: ProfileID] = [:]
        for event in events where event.type == FeedEventType.profileChanged {
            guard let profile = event.data["profileId"]?.stringValue else { continue }
            owners[Newcomer(namespace: Newcomer.profileNamespace, value: profile)] = ProfileID(trusted: profile)
            for identity in event.data["removedIdentities"]?.arrayValue ?? [] {
                guard let namespace = identity["namespace"]?.stringValue, let value = identity["value"]?.stringValue else { continue }
                rows.removeAll { $0 == [.text(namespace), .text(value), .text(profile)] }
                lost.append([.text(namespace), .text(value), .text(profile)])
            }
            for identity in event.data["identities"]?.arrayValue ?? [] {
                guard let namespace = identity["namespace"]?.stringValue, let value = identity["value"]?.stringValue else { continue }
                rows.append([.text(namespace), .text(value), .text(profile)])
                owners[Newcomer(namespace: namespace, value: value)] = ProfileID(trusted: profile)
            }
        }
        try tx.executeMany("DELETE FROM profile_identity WHERE namespace = $1 AND value = $2 AND profile_id = $3", lost)
        try tx.insert(
            into: "profile_identity", columns: ["namespace", "value", "profile_id"], rows: rows,
            onConflict: .replace(key: ["namespace", "value"], update: ["profile_id"]))
        try NewcomerStore.adopt(owners, in: tx)
    }
}
