import CommonModels
import ProfileDomain
import StorageKit
import Synchronization

/// Owners of identities and what is known of profiles, kept from one batch to the next: most events are about people who
/// were seen a moment ago.
///
/// Triggers count `identity_epoch` up whenever an identity changes its owner or goes, and whenever a profile ends, goes or
/// becomes known. A batch that finds another epoch than the cache's begins with an empty one, so what other replicas, merges
/// by hand and erasures change is seen. What a batch itself changes it tells the cache once it has committed.
final class IdentityCache: Sendable {
    private struct Generation {
        var identities: [IdentityKey: StoredIdentities.Identity] = [:]
        var profiles: [ProfileID: StoredIdentities.Profile] = [:]

        var count: Int { max(identities.count, profiles.count) }
    }

    private struct State {
        var epoch: Int64 = -1
        /// Profiles that ended; identities still kept under them are asked for again.
        var ended: Set<ProfileID> = []
        var young = Generation()
        var old = Generation()

        /// What is known of an identity, which is young again.
        mutating func identity(_ key: IdentityKey) -> StoredIdentities.Identity? {
            if let known = young.identities[key] { return known }
            guard let known = old.identities[key] else { return nil }
            young.identities[key] = known
            return known
        }
    }

    private let state = Mutex(State())
    private let generationMax: Int

    /// - Parameter generationMax: identities, and profiles, of one generation; the generation before is kept beside it.
    init(generationMax: Int = 50_000) { self.generationMax = generationMax }

    /// The epoch at the beginning of a batch. Writing the row, as every batch does, ends a transaction on PostgreSQL that
    /// waited for its turn with an old snapshot: it must not meet people whom the cache knows and its snapshot does not.
    static func begin(in tx: any SQLTransaction) throws -> Int64 {
        try tx.row("UPDATE identity_epoch SET epoch = epoch RETURNING epoch")?.integer("epoch") ?? 0
    }

    static func epoch(in tx: any SQLTransaction) throws -> Int64 {
        try tx.row("SELECT epoch FROM identity_epoch")?.integer("epoch") ?? 0
    }

    /// What must be asked for.
    struct Unknown {
        var identities: [IdentityKey] = []
        var profiles: Set<ProfileID> = []
    }

    /// Fills in what is known of these identities and their owners.
    /// - Returns: what is not known.
    func fill(_ stored: inout StoredIdentities, _ keys: Set<IdentityKey>, epoch: Int64) -> Unknown {
        state.withLock { state in
            guard state.epoch == epoch else {
                state = State(epoch: epoch)
                return Unknown(identities: Array(keys))
            }
            var unknown = Unknown()
            stored.identities.reserveCapacity(keys.count)
            stored.profiles.reserveCapacity(keys.count)
            for key in keys {
                guard var identity = state.identity(key), !state.ended.contains(identity.owner) else {
                    unknown.identities.append(key)
                    continue
                }
                identity.isCached = true
                stored.identities[key] = identity
                guard stored.profiles[identity.owner] == nil else { continue }
                if let profile = state.young.profiles[identity.owner] ?? state.old.profiles[identity.owner] {
                    stored.profiles[identity.owner] = profile
                } else {
                    unknown.profiles.insert(identity.owner)
                }
            }
            return unknown
        }
    }

    /// Takes over what a committed batch knows. Nothing is taken when somebody else was faster.
    /// - Parameters:
    ///   - before: the epoch the batch began with.
    ///   - after: the epoch it left.
    func learn(_ stored: StoredIdentities, before: Int64, after: Int64) {
        state.withLock { state in
            guard state.epoch == before else { return }
            state.epoch = after
            state.ended.formUnion(stored.ended)
            for key in stored.forgotten {
                state.young.identities[key] = nil
                state.old.identities[key] = nil
            }
            for (key, identity) in stored.identities where !identity.isCached { state.young.identities[key] = identity }
            for id in stored.ended.union(stored.absorbing) {
                state.young.profiles[id] = nil
                state.old.profiles[id] = nil
            }
            for (id, profile) in stored.profiles { state.young.profiles[id] = profile }
            if state.young.count >= generationMax {
                state.old = state.young
                state.young = Generation()
                // Whoever of them is still named in what is kept is asked for once more.
                if state.ended.count > generationMax { state = State(epoch: after) }
            }
        }
    }
}
