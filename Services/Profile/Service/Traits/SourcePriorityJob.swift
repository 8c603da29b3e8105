import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Lets new priorities of sources decide about what is known already: of everybody, and of every trait.
struct SourcePriorityJob: Sendable {
    static let kind = "profile.source-priority"

    let database: any Database
    let feed: Feed
    let plans: TraitPlanCache
    let clock: WallClock

    /// One that has not begun decides by whatever holds when it does.
    static func start(jobs: JobStore, by requester: String, in tx: any SQLTransaction) throws {
        // One that was interrupted waits as well, and has passed some people already.
        let waiting = try tx.row(
            "SELECT 1 AS one FROM maru_job WHERE kind = $1 AND state = 'queued' AND checkpoint = 'null' LIMIT 1\(tx.engine.forUpdate)",
            [kind])
        guard waiting == nil else { return }
        _ = try jobs.start(kind: kind, total: try PopulationStore.counts(in: tx).living, mustFinish: true, requestedBy: requester, in: tx)
    }

    func run(_ execution: JobExecution) async throws {
        try await PeopleWalk(database: database).run(execution) { ids, tx in
            try settle(ids, in: tx)
            return true
        }
    }

    /// Looks only at people of whom more than one value of a trait is known.
    private func settle(_ ids: [ProfileID], in tx: any SQLTransaction) throws {
        let rows = try tx.rows(Self.contestedSQL, in: ids.map(\.rawValue))
        var names: [ProfileID: Set<String>] = [:]
        for row in rows { names[try row.id("profile_id"), default: []].insert(try row.text("name")) }
        guard !names.isEmpty else { return }
        let (priorities, now) = (try plans.plan(in: tx).priorities, clock.now())
        var sheets = try TraitStore.profiles.sheets(of: Set(names.keys), in: tx)
        var written: [String: [TraitKey: TraitStatement]] = [:]
        var events: [FeedEvent] = []
        for (id, names) in names.sorted(by: { $0.key < $1.key }) {
            var change = ProfileChange(profileId: id)
            for name in names.sorted() {
                guard let outcome = sheets[id]?.settle(name, under: priorities) else { continue }
                written[id.rawValue, default: [:]].merge(outcome.written) { $1 }
                change.add(outcome)
            }
            if let event = change.feedEvent(at: now) { events.append(event) }
        }
        try TraitStore.profiles.save(written, in: tx)
        try feed.publish(events, in: tx)
    }

    static let contestedSQL = "SELECT profile_id, name FROM trait WHERE (previous IS NOT NULL OR overruled IS NOT NULL) AND profile_id IN"
}
