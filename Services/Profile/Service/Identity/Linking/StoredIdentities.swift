import CommonModels
import ProfileDomain

/// What the tables say of the identities and profiles a batch touches, so that rows which need no change are not written.
/// It keeps up with what the batch itself writes.
struct StoredIdentities {
    struct Identity {
        let owner: ProfileID
        let first: Instant
        let last: Instant
        /// Whether the cache says the same.
        var isCached = false
    }

    struct Profile {
        let isKnown: Bool
        let first: Instant
        let last: Instant
    }

    let rules: IdentityRules
    var identities: [IdentityKey: Identity] = [:]
    var profiles: [ProfileID: Profile] = [:]
    /// Profiles that ended in another.
    private(set) var ended: Set<ProfileID> = []
    /// Profiles that another ended in: what their rows say now is not known here.
    private(set) var absorbing: Set<ProfileID> = []
    /// Identities that belong to nobody any more.
    private(set) var forgotten: Set<IdentityKey> = []

    init(rules: IdentityRules = .builtIn) { self.rules = rules }

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

    mutating func note(_ key: IdentityKey, of owner: ProfileID, first: Instant, last: Instant) {
        let stored = identities[key]
        identities[key] = Identity(
            owner: owner, first: min(stored?.first ?? first, first), last: max(stored?.last ?? last, last))
    }

    /// Notes what was written of a profile.
    mutating func note(_ id: ProfileID, isKnown: Bool, seen: ProfileChanges.Seen) {
        guard !absorbing.contains(id) else { return }
        let stored = profiles[id]
        profiles[id] = Profile(
            isKnown: isKnown || stored?.isKnown ?? false, first: min(stored?.first ?? seen.first, seen.first),
            last: max(stored?.last ?? seen.last, seen.last))
    }

    /// The identities of a merged profile are the survivor's now; what the merge made of the two profiles is not known here.
    mutating func note(_ merge: IdentityMerge) {
        identities = identities.mapValues {
            $0.owner == merge.merged ? Identity(owner: merge.into, first: $0.first, last: $0.last) : $0
        }
        profiles[merge.merged] = nil
        profiles[merge.into] = nil
        ended.insert(merge.merged)
        absorbing.insert(merge.into)
    }

    /// The identity belongs to nobody any more.
    mutating func forget(_ key: IdentityKey) {
        identities[key] = nil
        forgotten.insert(key)
    }

    /// Owners and profiles; what linking must know beyond them is not in it yet, see ``LinkingFacts``.
    var graph: IdentityGraph {
        IdentityGraph(
            owners: identities.mapValues { $0.owner },
            nodes: profiles.mapValues { IdentityGraph.Node(firstSeen: $0.first, isKnown: $0.isKnown) }, rules: rules)
    }
}
