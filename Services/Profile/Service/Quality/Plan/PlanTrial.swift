import CommonModels
import ProfileDomain
import StorageKit

/// Tries an entry against what came in lately, before it is put in place: how many events it would have stopped, and which
/// of those that wait it would let through.
struct PlanTrial: Sendable {
    static let eventsDefault = 1_000
    static let eventsMax = 20_000
    private static let waitingMax = 2_000

    /// What would have come of it.
    struct Outcome: Sendable {
        /// Events of the log looked at, those the entry speaks of, and those that do not fit it.
        var looked = 0
        var matching = 0
        var violating = 0
        /// By place in the schema, with the first fault there.
        var places: [String: (events: Int, fault: SchemaFault)] = [:]
        /// Events in quarantine the entry speaks of, and those that would be taken.
        var waiting = 0
        var passing = 0
    }

    let database: any Database

    /// - Parameter events: the last so many of the log.
    func outcome(of entry: PlanEntry, events: Int) async throws -> Outcome {
        try await database.read { tx in
            let others = try TrackingPlanStore.stored(in: tx).map(\.entry).filter { $0.rule != entry.rule }
            let settings = try TrackingPlanStore.settings(in: tx).settings
            let plan = TrackingPlan(revision: 0, settings: settings, entries: others + [entry])
            var outcome = Outcome()
            try Self.look(at: events, entry, plan, &outcome, in: tx)
            try Self.lookAtWaiting(entry, plan, &outcome, in: tx)
            return outcome
        }
    }

    static let eventsSQL = "SELECT type, name, properties FROM event ORDER BY event_seq DESC LIMIT $1"

    private static func look(
        at count: Int, _ entry: PlanEntry, _ plan: TrackingPlan, _ outcome: inout Outcome, in tx: any SQLTransaction
    ) throws {
        var result = outcome
        try tx.forEachRow(eventsSQL, [count]) { row in
            result.looked += 1
            var call = IncomingCall(type: try row.name("type"))
            call.name = try row.textOrNull("name")
            call.properties = try row.text("properties")
            guard let judgement = judgement(of: call, by: plan, about: entry.rule) else { return }
            result.matching += 1
            let faults = judgement.faults.filter { $0.rule == entry.rule.text }
            if !faults.isEmpty { result.violating += 1 }
            var seen: Set<String> = []
            for fault in faults where seen.insert(fault.fault.place).inserted {
                result.places[fault.fault.place] = ((result.places[fault.fault.place]?.events ?? 0) + 1, fault.fault)
            }
        }
        outcome = result
    }

    private static func lookAtWaiting(
        _ entry: PlanEntry, _ plan: TrackingPlan, _ outcome: inout Outcome, in tx: any SQLTransaction
    ) throws {
        let rows = try tx.rows(
            "SELECT \(QuarantinedEvent.columns) FROM quarantined_event ORDER BY quarantine_id DESC LIMIT $1", [waitingMax])
        for row in rows {
            guard let call = try? QuarantinedEvent(row).call(), let judgement = judgement(of: call, by: plan, about: entry.rule) else {
                continue
            }
            outcome.waiting += 1
            if (judgement.action ?? .observe) == .observe { outcome.passing += 1 }
        }
    }

    /// nil when the entry does not speak of the call.
    private static func judgement(of call: IncomingCall, by plan: TrackingPlan, about rule: PlanRule) -> PlanJudgement? {
        guard let interest = plan.interest(in: call, isOwn: false), interest.names(rule) else { return nil }
        let tree = (try? JSONValue(parsing: call.properties))?.objectValue ?? [:]
        let judged = call.type == .group ? tree["traits"]?.objectValue ?? [:] : tree
        if rule.kind == .trait || rule.kind == .groupTrait, judged[rule.name] == nil { return nil }
        return interest.judgement(of: judged, isOwn: false)
    }
}

extension TrackingPlan.Interest {
    fileprivate func names(_ rule: PlanRule) -> Bool {
        switch self {
        case .properties(let entry): entry.rule == rule
        case .traits(let whole, let single): whole?.rule == rule || single[rule.name]?.rule == rule
        case .unplanned: false
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
                }), "waiting": .integer(Int64(waiting)), "passing": .integer(Int64(passing)),
        ]
    }
}
