import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// An explicit merge that was looked at and can be carried out.
struct MergePlan {
    let survivor: ProfileView
    let merged: ProfileView
    let preview: MergePreview
    let rules: IdentityRules

    /// - Returns: the number of the merge.
    func carryOut(
        note: String, actor: String, at now: Instant, feed: Feed, in transaction: any SQLTransaction
    ) throws -> Int64 {
        let plan = try TraitPlanCache().plan(in: transaction)
        let sheets = try TraitStore.profiles.sheets(of: [survivor.id, merged.id], in: transaction)
        let (kept, lost) = (sheets[survivor.id] ?? TraitSheet(), sheets[merged.id] ?? TraitSheet())
        var sheet = kept
        let outcome = sheet.absorb(lost, under: plan.priorities)
        try ApartStore.release(survivor.id, from: merged.id, in: transaction)
        let merge = IdentityMerge(merged: merged.id, into: survivor.id, reason: .explicit)
        try PopulationStore.add(
            ProfileCounts(living: -1, known: isKnown(survivor) && isKnown(merged) ? -1 : 0, merged: 1), in: transaction)
        let number = try MergeStore.move(
            .init(merge: merge, eventId: nil, at: now, lost: lost, kept: kept, actor: actor, note: note), in: transaction)
        try TraitStore.profiles.save([survivor.id.rawValue: outcome.written], in: transaction)
        let gone = preview.identities.filter(\.isLetGo).map { IdentityKey(trusted: IdentityNamespace(rawValue: $0.namespace), $0.value) }
        for key in gone { try IdentityWatch.takeAway(key, in: transaction) }
        try IdentityConflictStore.save(
            gone.map { IdentityConflict(key: $0, owner: survivor.id, reason: .letGo) }, of: survivor.id, at: now, in: transaction)
        var change = ProfileChange(profileId: survivor.id)
        for name in lost.views.keys.sorted() { change.tell(name, sheet) }
        change.removedIdentities = gone
        let news = [MergeStore.feedEvent(merge, at: now), change.feedEvent(at: now)].compactMap(\.self)
        try feed.publish(news + follow(merge, plan, at: now, in: transaction), in: transaction)
        return number
    }

    /// Groups and computed traits are the survivor's now.
    private func follow(_ merge: IdentityMerge, _ plan: TraitPlan, at now: Instant, in transaction: any SQLTransaction) throws
        -> [FeedEvent]
    {
        let graph = IdentityGraph(survivors: [merge.merged: merge.into])
        var groups = GroupBatch()
        groups.note(merge, moved: try GroupStore.move(merge, in: transaction))
        var computed = ComputedBatch(plan)
        computed.note(merge)
        return try groups.tell(survivor: { graph.survivor(of: $0) }, now: now, in: transaction)
            + computed.finish(graph: graph, now: now, in: transaction)
    }

    private func isKnown(_ profile: ProfileView) -> Bool {
        profile.identities.contains { rules[IdentityNamespace(rawValue: $0.namespace)]?.holder == .person }
    }
}
