import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Takes events out of quarantine, step by step. Each step commits with its checkpoint, and an event leaves quarantine in the
/// transaction that puts it into the log: whenever the process dies, each is in exactly one of them.
struct QuarantineJob: Sendable {
    /// Places looked at in one transaction.
    private static let stepMax = 200

    let database: any Database
    let feed: Feed
    let parts: IngestParts
    let clock: WallClock
    let audit: AuditLog

    private struct Progress: Sendable {
        var after: Int64 = 0
        var looked: Int64 = 0
        var taken: Int64 = 0
        /// Named somebody who was erased since they came: they leave quarantine and are not stored.
        var erased: Int64 = 0
        var kept: Int64 = 0
        var discarded: Int64 = 0
        var isTold = false

        init(_ checkpoint: JSONValue, done: Int64) {
            func count(_ name: String) -> Int64 { checkpoint[name]?.intValue ?? 0 }
            (after, taken, erased, kept) = (count("after"), count("taken"), count("erased"), count("kept"))
            discarded = count("discarded")
            looked = done
            isTold = checkpoint["isTold"]?.boolValue ?? false
        }

        var json: JSONValue {
            [
                "after": .integer(after), "taken": .integer(taken), "erased": .integer(erased), "kept": .integer(kept),
                "discarded": .integer(discarded), "isTold": .bool(isTold),
            ]
        }
    }

    /// What became of the events of one step, by source, for the metrics.
    private typealias Counts = [String: [QualityMetrics.Outcome: Int]]

    func run(_ action: QuarantineDesk.Action, _ execution: JobExecution) async throws {
        // Jobs from before texts were kept apart have theirs in the filter.
        let text = execution.input[JobStore.privateMember]?["text"]?.stringValue ?? execution.input["filter"]?["text"]?.stringValue
        guard let filter = execution.input["filter"], let wanted = QuarantineFilter(json: filter, text: text),
            let until = execution.input["until"]?.intValue
        else { throw JobFailure("The job names no events.") }
        var progress = Progress(execution.checkpoint, done: execution.job.done)
        while progress.after < until {
            try Task.checkCancellation()
            let before = progress
            let (after, counts) = try await database.write { tx -> (Progress, Counts) in
                try tx.serialize(on: "profile-identity")
                var progress = before
                let counts = try step(action, wanted, until: until, &progress, in: tx)
                try execution.report(done: progress.looked, checkpoint: progress.json, in: tx)
                return (progress, counts)
            }
            progress = after
            for (source, outcomes) in counts { for (outcome, count) in outcomes { QualityMetrics.count(count, outcome, source) } }
        }
        try await tell(action, progress, execution)
    }

    /// Ends with an entry of what came of it, once.
    private func tell(_ action: QuarantineDesk.Action, _ progress: Progress, _ execution: JobExecution) async throws {
        guard !progress.isTold else { return }
        var told = progress
        told.isTold = true
        let ended = told
        try await database.write { tx in
            try execution.report(done: ended.looked, checkpoint: ended.json, in: tx)
            try audit.record(
                actor: execution.job.requestedBy, action: "quarantine.\(action.rawValue).done", object: execution.job.id.rawValue,
                detail: ended.json, in: tx)
        }
    }

    /// The next places that may match: whatever an index helps with is asked here, a text only of these.
    static func windowSQL(_ filter: QuarantineFilter, _ engine: SQLEngine, _ values: inout [any SQLBindable]) -> String {
        var indexed = filter
        indexed.text = nil
        return """
            SELECT quarantine_id FROM quarantined_event
            WHERE quarantine_id > $1 AND quarantine_id <= $2\(indexed.conditions(engine, values: &values)) ORDER BY quarantine_id LIMIT $3
            """
    }

    private func step(
        _ action: QuarantineDesk.Action, _ filter: QuarantineFilter, until: Int64, _ progress: inout Progress, in tx: any SQLTransaction
    ) throws -> Counts {
        var bounds: [any SQLBindable] = [progress.after, until, Self.stepMax]
        let windowSQL = Self.windowSQL(filter, tx.engine, &bounds)
        let window = try tx.rows(windowSQL, bounds).map { try $0.integer("quarantine_id") }
        guard let last = window.last else {
            progress.after = until
            return [:]
        }
        var values: [any SQLBindable] = [progress.after, last]
        let sql = """
            SELECT \(QuarantinedEvent.columns) FROM quarantined_event
            WHERE quarantine_id > $1 AND quarantine_id <= $2\(filter.conditions(tx.engine, values: &values)) ORDER BY quarantine_id
            """
        let events = try tx.rows(sql, values).map { try QuarantinedEvent($0) }
        progress.after = last
        progress.looked += Int64(events.count)
        return switch action {
        case .replay: try replay(events, &progress, in: tx)
        case .discard: try discard(events, &progress, in: tx)
        }
    }

    private func replay(_ events: [QuarantinedEvent], _ progress: inout Progress, in tx: any SQLTransaction) throws -> Counts {
        guard !events.isEmpty else { return [:] }
        let now = clock.now()
        let tracking = try parts.tracking.plan(in: tx)
        let plan = try parts.plans.plan(in: tx)
        let rules = try parts.rulebook.current(in: tx)
        var counts: Counts = [:]
        var submissions: [IngestSubmission] = []
        for event in events {
            let ready = try? event.prepared(rules: rules, plan: plan, tracking: tracking)
            let judgement = ready?.judged(by: tracking, isOwn: false)
            if let ready, (judgement?.action ?? .observe) == .observe {
                submissions.append(
                    IngestSubmission(
                        replaying: [ready], source: event.source, receivedAt: event.receivedAt, sender: event.sender, at: now))
                try tx.execute("DELETE FROM quarantined_event WHERE quarantine_id = $1", [event.id])
            } else {
                try keep(event, judgement, at: now, in: tx)
                counts[event.source, default: [:]][.kept, default: 0] += 1
                progress.kept += 1
            }
        }
        guard !submissions.isEmpty else { return counts }
        let outcomes = try IngestBatch.apply(submissions, in: tx, feed: feed, parts: parts)
        for (submission, outcome) in zip(submissions, outcomes) {
            counts[submission.source, default: [:]][.replayed, default: 0] += outcome.accepted
            counts[submission.source, default: [:]][.erased, default: 0] += outcome.erased
            progress.taken += Int64(outcome.accepted)
            progress.erased += Int64(outcome.erased)
        }
        return counts
    }

    /// It stays, with the reason of now.
    private func keep(_ event: QuarantinedEvent, _ judgement: PlanJudgement?, at now: Instant, in tx: any SQLTransaction) throws {
        let faults = judgement.map(QuarantineRows.text) ?? .array(event.faults.map(\.json))
        try tx.execute(
            "UPDATE quarantined_event SET rule = $2, faults = $3, attempts = attempts + 1, judged_at = $4 WHERE quarantine_id = $1",
            [event.id, judgement?.reason?.rule ?? event.rule, faults, now])
    }

    private func discard(_ events: [QuarantinedEvent], _ progress: inout Progress, in tx: any SQLTransaction) throws -> Counts {
        try tx.executeMany("DELETE FROM quarantined_event WHERE quarantine_id = $1", events.map { [$0.id.sqlValue] })
        progress.discarded += Int64(events.count)
        return events.reduce(into: [:]) { $0[$1.source, default: [:]][.discarded, default: 0] += 1 }
    }
}
