import CommonModels
import ProfileDomain

/// What the tables say of the identities and profiles a batch touches, so that rows which need no change are not written.
/// Rows may meanwhile have been written by the batch itself: it is a hint for what to write, never what is written.
struct StoredIdentities {
    struct Identity {
        let owner: ProfileID
        let first: Instant
        let last: Instant
    }

    struct Profile {
        let isKnown: Bool
        let first: Instant
        let last: Instant
    }

    var identities: [IdentityKey: Identity] = [:]
    var profiles: [ProfileID: Profile] = [:]

    /// Whether an identity's row already tells what was seen of it between `first` and `last`.
    func tells(_ key: IdentityKey, of owner: ProfileID, first: Instant, last: Instant) -> Bool {
        guard let stored = identities[key] else { return false }
        return stored.owner == owner && stored.first <= first && stored.last >= last
    }

    /// Whether of a profile's row only its last instant and its count change, and nothing an index reads.
    func isSteady(_ id: ProfileID, isKnown: Bool, seen: ProfileChanges.Seen) -> Bool {
        guard let stored = profiles[id] else { return false }
        return stored.isKnown == isKnown && stored.first <= seen.first && stored.last.utcDay >= seen.last.utcDay
    }

    var graph: IdentityGraph {
        IdentityGraph(
            owners: identities.mapValues(\.owner),
            nodes: profiles.mapValues { IdentityGraph.Node(firstSeen: $0.first, isKnown: $0.isKnown) })
    }
}
