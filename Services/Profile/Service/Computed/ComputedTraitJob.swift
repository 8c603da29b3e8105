import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Brings everybody's value of one computed trait in line with its definition, step by step; each step commits with its
/// checkpoint. Whoever sends events meanwhile is made anew by ingest.
struct ComputedTraitJob: Sendable {
    static let kind = "profile.computed-trait"

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
        try await PeopleWalk(database: database).run(execution) { ids, tx in
            // Another version has a job of its own.
            guard let planned = try plans.plan(in: tx)[key], planned.version == version else { return false }
            try build(planned, of: ids, in: tx)
            return true
        } finish: { tx in
            try ComputedTraitStore.finish(key, version: Int(version), in: tx)
            try telling.tellPolicyChanges(in: tx)
        }
    }

    private func build(_ planned: PlannedTrait, of ids: [ProfileID], in tx: any SQLTransaction) throws {
        let now = clock.now()
        let states = try ComputedRebuild.states(Dictionary(uniqueKeysWithValues: ids.map { ($0, [planned]) }), now: now, in: tx)
        var ledger = try ComputedLedger(of: Set(ids), at: now, in: tx)
        for id in ids { ledger.settle(planned, states[id]?[planned.trait.key.rawValue] ?? ComputedState(), of: id) }
        try feed.publish(try ledger.save(in: tx), in: tx)
    }
}
