import CommonModels
import FeedKit
import Logging
import ProfileDomain
import ServiceKit
import ServiceLifecycle
import StorageKit

/// Changes computed traits when only time has passed: something left a window, another day is over. It also starts the
/// building of definitions that came with an upgrade. Of several replicas one does the work, by a lease.
struct ComputedTraitClock: Service {
    static let lease = "profile-computed-traits"
    /// People served in one transaction.
    private static let batchMax = 200
    private static let lookEvery = Duration.seconds(60)

    let database: any Database
    let feed: Feed
    let plans: TraitPlanCache
    let jobs: JobStore
    let clock: WallClock
    let holder: String
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await startBuilding()
                    try await tick()
                } catch is StorageError { logger.warning("Computed traits cannot be served at the moment") }
                try await Task.sleep(for: Self.lookEvery)
            }
        }
    }

    /// Serves everything that is due. Tests call it after moving the clock.
    /// - Returns: how many people were looked at; nil when another replica does it.
    @discardableResult
    func tick() async throws -> Int? {
        let leases = LeaseStore(database: database, clock: clock)
        guard var lease = try await leases.acquire(Self.lease, holder: holder, for: Self.lookEvery * 2) else { return nil }
        var total = 0
        while true {
            let served = try await database.write { tx in try serve(in: tx) }
            total += served
            guard served == Self.batchMax, let renewed = try await leases.renew(lease, for: Self.lookEvery * 2) else { break }
            lease = renewed
        }
        try await leases.release(lease)
        return total
    }

    private func serve(in tx: any SQLTransaction) throws -> Int {
        try tx.serialize(on: "profile-identity")
        let now = clock.now()
        let plan = try plans.plan(in: tx)
        let due: [ProfileID] = try tx.rows(ComputedSheetStore.dueSQL, [now, Self.batchMax]).map { try $0.id("profile_id") }
        var ledger = try ComputedLedger(of: Set(due), at: now, in: tx)
        var wanted: [ProfileID: [PlannedTrait]] = [:]
        for (id, sheet) in ledger.sheets {
            for (key, state) in sheet.states where state.due.map({ $0 <= now }) ?? false {
                if let planned = plan[key] { wanted[id, default: []].append(planned) } else { ledger.forget(key, of: id) }
            }
        }
        let states = try ComputedRebuild.states(wanted, now: now, in: tx)
        for (id, traits) in wanted {
            for planned in traits { ledger.settle(planned, states[id]?[planned.trait.key.rawValue] ?? ComputedState(), of: id) }
        }
        try feed.publish(try ledger.save(in: tx), in: tx)
        return due.count
    }

    /// Definitions without a job whose values are not built: those that came with the schema.
    func startBuilding() async throws {
        try await database.write { tx in
            for stored in try ComputedTraitStore.stored(in: tx) where !stored.isBuilt && stored.job == nil {
                let key = stored.trait.key.rawValue
                let job = try ComputedTraitJob.start(key, version: stored.version, jobs: jobs, by: "maru", in: tx)
                try tx.execute("UPDATE computed_trait SET job_id = $2 WHERE trait = $1 AND version = $3", [key, job, stored.version])
            }
        }
    }
}
