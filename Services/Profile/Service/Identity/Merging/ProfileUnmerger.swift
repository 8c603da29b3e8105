import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Undoes merges: audited, with the reason of whoever asks for it.
struct ProfileUnmerger: Sendable {
    let database: any Database
    let feed: Feed
    let audit: AuditLog

    /// - Throws: ``MergeError``
    func preview(_ merge: Int64) async throws -> UnmergeOutcome {
        try await database.read { transaction in try Unmerge(merge, in: transaction).preview() }
    }

    /// - Throws: ``MergeError``; then nothing is changed.
    func undo(_ merge: Int64, note: String, by actor: IdentityActor, at now: Instant) async throws -> UnmergeOutcome {
        return try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            let outcome = try Unmerge(merge, in: transaction).apply(actor: actor.id, note: note, at: now, feed: feed)
            try audit.record(
                actor: actor.id, action: "profile.unmerge", object: outcome.survivorId.rawValue,
                detail: [
                    "restored": .string(outcome.restoredId.rawValue), "mergeId": .integer(merge), "reason": .string(note),
                    "events": .integer(Int64(outcome.events)), "eventsSince": .integer(Int64(outcome.eventsSince)),
                ], origin: actor.origin, in: transaction)
            return outcome
        }
    }
}
