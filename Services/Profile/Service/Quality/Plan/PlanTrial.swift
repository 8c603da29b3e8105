import CommonModels
import ProfileDomain
import StorageKit

/// Tries an entry against what came in lately, before it is put in place: how many events it would have stopped, and which
/// of those that wait it would let through.
struct PlanTrial: Sendable {
    static let eventsDefault = 1_000
    static let eventsMax = 20_000
    /// Work of one trial, in steps of ``SchemaLimits/stepsMax`` and as one step for so many bytes read. Where it ends, the trial
    /// ends, and says so.
    static let stepsMax = 20_000_000
    private static let bytesOfStep = 8
    private static let waitingMax = 2_000

    /// What would have come of it.
    struct Outcome: Sendable {
        /// Events of the log looked at, those the entry speaks of, and those that do not fit it.
        var looked = 0
        var matching = 0
        var violating = 0
        /// By place in the schema, with the first fault there.
        var places: [String: (events: Int, fault: SchemaFault)] = [:]
        /// Events in quarantine looked at that the entry speaks of, and those that would be taken.
        var waiting = 0
        var passing = 0
        /// Whether it took more work than a trial may take, so that the counts are those of the events looked at until then.
        var isPartial = false
    }

    let database: any Database
    var stepsMax = Self.stepsMax

    /// - Parameter events: the last so many of the log.
    func outcome(of entry: PlanEntry, events: Int) async throws -> Outcome {
        try await database.read { tx in
            let others = try TrackingPlanStore.stored(in: tx).map(\.entry).filter { $0.rule != entry.rule }
            let settings = try TrackingPlanStore.settings(in: tx).settings
            let plan = TrackingPlan(revision: 0, settings: settings, entries: others + [entry])
            var run = Run(entry: entry, plan: plan, steps: stepsMax)
            try run.look(at: events, in: tx)
            try run.lookAtWaiting(Self.waitingMax, in: tx)
            return run.outcome
        }
    }

    static let eventsSQL = "SELECT type, name, properties FROM event ORDER BY event_seq DESC LIMIT $1"

    /// One trial as it goes on.
    private struct Run {
        let entry: PlanEntry
        let plan: TrackingPlan
        var steps: Int
        var outcome = Outcome()

        mutating func look(at count: Int, in tx: any SQLTransaction) throws {
            var run = self
            try tx.forEachRow(PlanTrial.eventsSQL, [count]) { row in
                guard run.steps > 0 else {
                    run.outcome.isPartial = true
                    return
                }
                var call = IncomingCall(type: try row.name("type"))
                call.name = try row.textOrNull("name")
                call.properties = try row.text("properties")
                run.look(at: call)
            }
            self = run
        }

        private mutating func look(at call: IncomingCall) {
            // What other entries say of the event is no matter here.
            guard let interest = plan.interest(in: call, isOwn: false)?.only(entry.rule),
                let judgement = judgement(of: call, interest)
            else {
                if !outcome.isPartial { outcome.looked += 1 }
                return
            }
            outcome.looked += 1
            outcome.matching += 1
            if !judgement.faults.isEmpty { outcome.violating += 1 }
            var seen: Set<String> = []
            for fault in judgement.faults where seen.insert(fault.fault.place).inserted {
                outcome.places[fault.fault.place] = ((outcome.places[fault.fault.place]?.events ?? 0) + 1, fault.fault)
            }
        }

        mutating func lookAtWaiting(_ count: Int, in tx: any SQLTransaction) throws {
            var run = self
            try tx.forEachRow(
                "SELECT \(QuarantinedEvent.columns) FROM quarantined_event ORDER BY quarantine_id DESC LIMIT $1", [count]
            ) { row in
                guard run.steps > 0 else {
                    run.outcome.isPartial = true
                    return
                }
                let event = try QuarantinedEvent(row)
                run.steps -= event.payload.utf8.count / PlanTrial.bytesOfStep
                guard let call = try? event.call(), let interest = run.plan.interest(in: call, isOwn: false),
                    interest.only(run.entry.rule) != nil, let judgement = run.judgement(of: call, interest)
                else { return }
                run.outcome.waiting += 1
                if (judgement.action ?? .observe) == .observe { run.outcome.passing += 1 }
            }
            self = run
        }

        /// nil when the entry does not speak of the call, and when the work ended before it was told.
        private mutating func judgement(of call: IncomingCall, _ interest: TrackingPlan.Interest) -> PlanJudgement? {
            steps -= call.properties.utf8.count / PlanTrial.bytesOfStep
            let tree = (try? JSONValue(parsing: call.properties))?.objectValue ?? [:]
            let judged = call.type == .group ? tree["traits"]?.objectValue ?? [:] : tree
            if entry.rule.kind == .trait || entry.rule.kind == .groupTrait, judged[entry.rule.name] == nil { return nil }
            let judgement = interest.judgement(of: judged, isOwn: false, steps: &steps)
            guard steps > 0 else {
                outcome.isPartial = true
                return nil
            }
            return judgement
        }
    }
}

extension TrackingPlan.Interest {
    /// What of it is the entry's under `rule`; nil when that is nothing.
    fileprivate func only(_ rule: PlanRule) -> Self? {
        switch self {
        case .properties(let entry): entry.rule == rule ? self : nil
        case .traits(let whole, let single):
            if let whole, whole.rule == rule {
                .traits(whole: whole, single: [:])
            } else if let entry = single[rule.name], entry.rule == rule {
                .traits(whole: nil, single: [rule.name: entry])
            } else {
                nil
            }
        case .unplanned: nil
        }
    }
}

extension PlanTrial.Outcome {
    var json: JSONValue {
        [
            "looked": .integer(Int64(looked)), "matching": .integer(Int64(matching)), "violating": .integer(Int64(violating)),
            "places": .array(
                places.sorted { ($1.value.events, $0.key) < ($0.value.events, $1.key) }.map { place, found in
                    [
                        "place": .string(place), "keyword": .string(found.fault.keyword), "events": .integer(Int64(found.events)),
                        "detail": .string(found.fault.detail),
                        "sample": [
                            "pointer": .string(found.fault.pointer), "wanted": .string(found.fault.wanted),
                            "shape": .string(found.fault.shape),
                        ],
                    ]
                }), "waiting": .integer(Int64(waiting)), "passing": .integer(Int64(passing)), "isPartial": .bool(isPartial),
        ]
    }
}
