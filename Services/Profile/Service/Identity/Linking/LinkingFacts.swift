import CommonModels
import ProfileDomain
import StorageKit

/// What linking must know of profiles and values beyond their owners. Loaded only for calls that may link something: where
/// every stated identity belongs to one profile, nothing of it is needed.
struct LinkingFacts {
    private var counts: [ProfileID: [IdentityNamespace: Int]] = [:]
    private var sightings: [IdentityKey: [String: Instant]] = [:]
    private var apart: [ProfileID: Set<ProfileID>] = [:]

    /// Adds to `graph` what these calls need.
    static func load(_ calls: some Sequence<IdentityClaims>, into graph: inout IdentityGraph, in transaction: any SQLTransaction) throws {
        var facts = LinkingFacts()
        var profiles: Set<ProfileID> = []
        var keys: Set<IdentityKey> = []
        for call in calls where graph.soleOwner(of: call) == nil {
            for key in call.all {
                guard let owner = graph.owner(of: key) else { continue }
                profiles.insert(owner)
                if graph.isWatched(key) { keys.insert(key) }
            }
        }
        guard !profiles.isEmpty else { return }
        try facts.loadCounts(profiles.map(\.rawValue), in: transaction)
        try facts.loadApart(profiles.map(\.rawValue), in: transaction)
        try facts.loadSightings(keys, in: transaction)
        graph.know(counts: facts.counts, sightings: facts.sightings, apart: facts.apart)
    }

    static let countsSQL = "SELECT profile_id, namespace FROM identity WHERE profile_id IN"

    private mutating func loadCounts(_ profiles: [String], in transaction: any SQLTransaction) throws {
        for profile in profiles { counts[ProfileID(trusted: profile)] = [:] }
        for row in try transaction.rows(Self.countsSQL, in: profiles) {
            counts[try row.id("profile_id"), default: [:]][IdentityNamespace(rawValue: try row.text("namespace")), default: 0] += 1
        }
    }

    private mutating func loadApart(_ profiles: [String], in transaction: any SQLTransaction) throws {
        for row in try transaction.rows("SELECT profile_id, other_id FROM identity_apart WHERE profile_id IN", in: profiles) {
            apart[try row.id("profile_id"), default: []].insert(try row.id("other_id"))
        }
    }

    private mutating func loadSightings(_ keys: Set<IdentityKey>, in transaction: any SQLTransaction) throws {
        for (namespace, keys) in Dictionary(grouping: keys, by: \.namespace) {
            let rows = try transaction.rows(
                "SELECT value, witness, at FROM identity_sighting WHERE namespace = '\(namespace.rawValue)' AND value IN",
                in: keys.map(\.value))
            for row in rows {
                let key = IdentityKey(trusted: namespace, try row.text("value"))
                sightings[key, default: [:]][try row.text("witness")] = try row.instant("at")
            }
        }
    }
}
