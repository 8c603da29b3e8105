import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// An explicit merge that was looked at and can be carried out.
struct MergePlan {
    let survivor: ProfileView
    let merged: ProfileView
    let preview: MergePreview

    /// - Returns: the number of the merge.
    func carryOut(
        note: String, actor: String, at now: Instant, feed: Feed, in transaction: any SQLTransaction
    ) throws -> Int64 {
        var traits = survivor.traits
        let taken = TraitChange.merge(merged.traits, into: &traits)
        try ApartStore.release(survivor.id, from: merged.id, in: transaction)
        let merge = IdentityMerge(merged: merged.id, into: survivor.id, reason: .explicit)
        let number = try MergeStore.move(
            .init(
                merge: merge, eventId: nil, at: now, lostTraits: merged.traits, survivorTraits: survivor.traits, actor: actor, note: note),
            in: transaction)
        try TraitStore.save([survivor.id: taken], removed: [], in: transaction)
        let gone = preview.identities.filter(\.isLetGo).map { IdentityKey(trusted: IdentityNamespace(rawValue: $0.namespace), $0.value) }
        for key in gone { try IdentityWatch.takeAway(key, in: transaction) }
        try IdentityConflictStore.save(
            gone.map { IdentityConflict(key: $0, owner: survivor.id, reason: .letGo) }, of: survivor.id, at: now, in: transaction)
        var change = ProfileChange(profileId: survivor.id)
        change.traits = taken
        change.removedIdentities = gone
        try feed.publish([MergeStore.feedEvent(merge, at: now), change.feedEvent(at: now)].compactMap(\.self), in: transaction)
        return number
    }
}
