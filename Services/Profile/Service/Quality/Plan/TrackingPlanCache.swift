import CommonModels
import ProfileDomain
import StorageKit
import Synchronization

/// The tracking plan as last read. Every transaction asks the database whether it is still the present one, and whether
/// anything waits in quarantine, which is one small row.
final class TrackingPlanCache: Sendable {
    static let stateSQL = """
        SELECT revision, CASE WHEN EXISTS (SELECT 1 FROM quarantined_event) THEN 1 ELSE 0 END AS waits FROM tracking_plan WHERE id = 1
        """

    private let cached = Mutex(TrackingPlan.empty)

    /// Whatever was read last: for work that may be done again.
    var latest: TrackingPlan { cached.withLock { $0 } }

    /// The plan that holds in this transaction, and whether there is anything in quarantine.
    func state(in transaction: any SQLTransaction) throws -> (plan: TrackingPlan, waits: Bool) {
        guard let row = try transaction.row(Self.stateSQL) else { return (.empty, false) }
        let revision = try row.integer("revision")
        let waits = try row.bool("waits")
        let known = latest
        if known.revision == revision { return (known, waits) }
        let plan = TrackingPlan(
            revision: revision, settings: try TrackingPlanStore.settings(in: transaction).settings,
            entries: try TrackingPlanStore.stored(in: transaction).map(\.entry))
        cached.withLock { $0 = plan }
        return (plan, waits)
    }

    func plan(in transaction: any SQLTransaction) throws -> TrackingPlan { try state(in: transaction).plan }

    /// Says that a document changed.
    static func advance(in transaction: any SQLTransaction) throws {
        try transaction.execute("UPDATE tracking_plan SET revision = revision + 1 WHERE id = 1")
    }
}
