import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Brings everybody's value of one computed trait in line with its definition, step by step; each step commits with its
/// checkpoint. Whoever sends events meanwhile is made anew by ingest.
struct ComputedTraitJob: Sendable {
    static let kind = "profile.computed-trait"
    /// People of one step.
    private static let stepMax = 256

    let database: any Database
    let feed: Feed
    let plans: TraitPlanCache
    let clock: WallClock
    /// What only old values told of is no label of the trait once they are gone.
    let telling: GovernanceTelling

    static func start(_ key: String, version: Int, jobs: JobStore, by requester: String, in tx: any SQLTransaction) throws -> JobID {
        let input: JSONValue = ["trait": .string(key), "version": .integer(Int64(version))]
        let total = try PopulationStore.counts(in: tx).living
        return try jobs.start(kind: kind, input: input, total: total, requestedBy: requester, in: tx).id
    }

    func run(_ execution: JobExecution) async throws {
        guard let key = execution.input["trait"]?.stringValue, let version = execution.input["version"]?.intValue else {
            throw JobFailure("The job names no trait.")
        }
        var after = execution.checkpoint["after"]?.stringValue ?? ""
        var done = execution.job.done
        while true {
            try Task.checkCancellation()
            let (from, before) = (after, done)
            let step = try await database.write { tx -> (last: String, count: Int)? in
                try tx.serialize(on: "profile-identity")
                guard let planned = try plans.plan(in: tx)[key], planned.version == version else { return nil }
                let step = try self.step(planned, after: from, in: tx)
                if let step {
                    try execution.report(done: before + Int64(step.count), checkpoint: ["after": .string(step.last)], in: tx)
                } else {
                    try ComputedTraitStore.finish(key, version: Int(version), in: tx)
                    try telling.tellPolicyChanges(in: tx)
                }
                return step
            }
            guard let step else { return }
            after = step.last
            done += Int64(step.count)
        }
    }

    static let stepSQL = "SELECT profile_id, merged_into FROM profile WHERE profile_id > $1 ORDER BY profile_id LIMIT $2"

    private func step(_ planned: PlannedTrait, after: String, in tx: any SQLTransaction) throws -> (last: String, count: Int)? {
        let rows = try tx.rows(Self.stepSQL, [after, Self.stepMax])
        guard let last = try rows.last?.text("profile_id") else { return nil }
        let ids: [ProfileID] = try rows.filter { try $0.textOrNull("merged_into") == nil }.map { try $0.id("profile_id") }
        let now = clock.now()
        let states = try ComputedRebuild.states(Dictionary(uniqueKeysWithValues: ids.map { ($0, [planned]) }), now: now, in: tx)
        var ledger = try ComputedLedger(of: Set(ids), at: now, in: tx)
        for id in ids { ledger.settle(planned, states[id]?[planned.trait.key.rawValue] ?? ComputedState(), of: id) }
        try feed.publish(try ledger.save(in: tx), in: tx)
        return (last, ids.count)
    }
}
