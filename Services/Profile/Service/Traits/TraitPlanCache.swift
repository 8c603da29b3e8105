import CommonModels
import ProfileDomain
import StorageKit
import Synchronization

/// The plan as last read. Every transaction asks the database whether it is still the present one, which is one small row.
final class TraitPlanCache: Sendable {
    private let cached = Mutex(TraitPlan.empty)

    /// Whatever was read last: for work that may be done again.
    var latest: TraitPlan { cached.withLock { $0 } }

    /// The plan that holds in this transaction.
    func plan(in transaction: any SQLTransaction) throws -> TraitPlan {
        let revision = try transaction.row("SELECT revision FROM trait_plan WHERE id = 1")?.integer("revision") ?? 0
        let known = latest
        if known.revision == revision { return known }
        let plan = TraitPlan(
            revision: revision, priorities: try SourcePriorityStore.priorities(in: transaction),
            traits: try ComputedTraitStore.stored(in: transaction).map(\.planned))
        cached.withLock { $0 = plan }
        return plan
    }

    /// Says that a document changed.
    static func advance(in transaction: any SQLTransaction) throws {
        try transaction.execute("UPDATE trait_plan SET revision = revision + 1 WHERE id = 1")
    }
}
