import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Merges two profiles because somebody says that they are one person, and shows before what would come of it.
struct ProfileMerger: Sendable {
    let database: any Database
    let feed: Feed
    let audit: AuditLog

    /// What a merge made.
    struct Merged: Sendable, Encodable {
        let mergeId: Int64
        let result: MergePreview
    }

    /// - Throws: ``MergeError``
    func preview(_ survivor: ProfileID, with merged: ProfileID) async throws -> MergePreview {
        try await database.read { transaction in try Self.plan(survivor, merged, in: transaction).preview }
    }

    /// - Parameter note: why, in the words of whoever says so.
    /// - Throws: ``MergeError``; then nothing is changed.
    func merge(
        _ survivor: ProfileID, with merged: ProfileID, note: String, by actor: IdentityActor, at now: Instant
    ) async throws -> Merged {
        return try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            let plan = try Self.plan(survivor, merged, in: transaction)
            guard plan.preview.tooMany.isEmpty else { throw MergeError.tooMany(plan.preview.tooMany) }
            let number = try plan.carryOut(note: note, actor: actor.id, at: now, feed: feed, in: transaction)
            try audit.record(
                actor: actor.id, action: "profile.merge", object: plan.preview.survivorId.rawValue,
                detail: [
                    "merged": .string(plan.preview.mergedId.rawValue), "mergeId": .integer(number), "reason": .string(note),
                ], origin: actor.origin, in: transaction)
            return Merged(mergeId: number, result: plan.preview)
        }
    }

    private static func plan(_ survivor: ProfileID, _ merged: ProfileID, in transaction: any SQLTransaction) throws -> MergePlan {
        guard let survivor = try IdentityStore.survivor(of: survivor, in: transaction),
            let merged = try IdentityStore.survivor(of: merged, in: transaction),
            let kept = try ProfileStore.load(survivor, in: transaction), let ending = try ProfileStore.load(merged, in: transaction)
        else { throw MergeError.noSuchProfile }
        guard survivor != merged else { throw MergeError.samePerson }
        let rules = try IdentityRulesStore.definitions(in: transaction)
        let events = try (EventAttribution.count([survivor], in: transaction), EventAttribution.count([merged], in: transaction))
        return MergePlan(
            survivor: kept, merged: ending, preview: MergePreview(survivor: kept, merged: ending, events: events, rules: rules),
            rules: rules)
    }
}
