import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Writes down what resolving a call changed beside links and merges: conflicts, switches, values put in quarantine, values
/// let go because a profile has too many.
struct IdentityAftermath {
    let transaction: any SQLTransaction
    let time: Instant

    /// Values that profiles no longer have, as the feed tells it.
    private(set) var lost: [(profile: ProfileID, key: IdentityKey)] = []

    init(at time: Instant, in transaction: any SQLTransaction) {
        self.time = time
        self.transaction = transaction
    }

    /// What was gathered so far must be in the tables already.
    mutating func settle(
        _ resolution: IdentityResolution, _ claims: IdentityClaims, graph: inout IdentityGraph, stored: inout StoredIdentities
    ) throws {
        lost = resolution.switched.map { ($0.from, $0.key) }
        var conflicts = resolution.conflicts
        try IdentityWatch.save(resolution.sightings, at: time, rules: graph.rules, in: transaction)
        for nobody in resolution.quarantined {
            try quarantine(nobody, stored: &stored)
            lost.append((nobody.owner, nobody.key))
            conflicts.append(IdentityConflict(key: nobody.key, owner: nobody.owner, reason: .quarantined))
        }
        for namespace in resolution.overfull {
            let gone = try dropOldest(namespace, of: resolution.profileId, keeping: claims.all, max: graph.rules[namespace]?.valuesMax)
            for key in gone {
                graph.letGo(key)
                stored.forget(key)
                lost.append((resolution.profileId, key))
                conflicts.append(IdentityConflict(key: key, owner: resolution.profileId, reason: .letGo))
            }
        }
        try IdentityConflictStore.save(conflicts, of: resolution.profileId, at: time, in: transaction)
    }

    /// The feed's word on values that profiles lost.
    var feedEvents: [FeedEvent] {
        Dictionary(grouping: lost, by: \.profile).sorted { $0.key < $1.key }.compactMap { profile, lost in
            var change = ProfileChange(profileId: profile)
            change.removedIdentities = lost.map(\.key).sorted()
            return change.feedEvent(at: time)
        }
    }

    private func quarantine(_ nobody: IdentityResolution.Quarantined, stored: inout StoredIdentities) throws {
        stored.forget(nobody.key)
        try IdentityWatch.takeAway(nobody.key, in: transaction)
        guard try JunkStore.count(in: transaction) < JunkIdentities.countMax else { return }
        try JunkStore.add(
            JunkStore.Entry(
                namespace: nobody.key.namespace.rawValue, value: nobody.key.value.lowercased(), origin: .automatic, note: "",
                profiles: nobody.profiles, at: time, addedBy: ""), in: transaction)
    }

    /// Of the profile's values in the namespace, those seen least recently, as many as are too many; never what the call states.
    private func dropOldest(
        _ namespace: IdentityNamespace, of profile: ProfileID, keeping: [IdentityKey], max: Int?
    ) throws -> [IdentityKey] {
        guard let max else { return [] }
        let rows = try transaction.rows(
            "SELECT value, last_seen FROM identity WHERE profile_id = $1 AND namespace = $2", [profile, namespace.rawValue])
        let held = try rows.map { (key: IdentityKey(trusted: namespace, try $0.text("value")), last: try $0.instant("last_seen")) }
        let excess = held.count - max
        guard excess > 0 else { return [] }
        let oldest = held.filter { !keeping.contains($0.key) }.sorted { ($0.last, $0.key) < ($1.last, $1.key) }.prefix(excess).map(\.key)
        for key in oldest { try IdentityWatch.takeAway(key, in: transaction) }
        return oldest
    }
}
