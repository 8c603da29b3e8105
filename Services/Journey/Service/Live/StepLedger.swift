package import CommonModels
package import FeedKit
package import JourneyDomain
package import StorageKit

/// Gathers what one transaction did to people, and writes it out at its end: the traces, the counters, the feed and the
/// facts for Profile. Counters are raised once per transaction and in one order, so that replicas do not deadlock.
package struct StepLedger {
    private let feed: Feed
    private let keys: [JourneyID: JourneyKey]
    private var steps: [Step] = []
    private var counters: [CounterKey: Int64] = [:]
    private var facts: [Fact] = []

    private struct CounterKey: Hashable {
        let journey: JourneyID
        let version: Int
        let node: NodeID
        let counter: String
        let reason: String

        var order: [String] { [journey.rawValue, String(version), node.rawValue, counter, reason] }
    }

    /// - Parameter keys: the keys of the journeys the steps may belong to.
    package init(feed: Feed, keys: [JourneyID: JourneyKey]) {
        self.feed = feed
        self.keys = keys
    }

    package var isEmpty: Bool { steps.isEmpty && counters.isEmpty && facts.isEmpty }

    /// The steps gathered so far.
    package var gathered: [Step] { steps }

    package mutating func record(_ step: Step) {
        steps.append(step)
        if let counter = step.outcome.counter {
            count(
                step.journeyID, step.version, step.nodeID, counter, reason: step.outcome == .moved ? step.detail ?? "" : step.reason ?? "")
        }
    }

    /// A settled send: its step, its counters and its fact.
    package mutating func record(_ send: SendRecord, at now: Instant) {
        guard let outcome = StepOutcome(send.state) else { return }
        record(Step(send, outcome, at: now))
        guard let name = outcome.fact else { return }
        facts.append(Fact.message(named: name, send: send, journey: keys[send.journeyID], at: now))
    }

    package mutating func add(_ fact: Fact) { facts.append(fact) }

    package mutating func count(
        _ journey: JourneyID, _ version: Int, _ node: NodeID, _ counter: String, reason: String = "", by amount: Int64 = 1
    ) {
        counters[CounterKey(journey: journey, version: version, node: node, counter: counter, reason: reason), default: 0] += amount
    }

    /// Writes everything gathered.
    package mutating func flush(in tx: any SQLTransaction) throws {
        guard !isEmpty else { return }
        try tx.insert(into: "journey_step", columns: StepStore.columns, rows: steps.map(StepStore.values))
        let raised = counters.sorted { $0.key.order.lexicographicallyPrecedes($1.key.order) }
        try tx.executeMany(
            """
            INSERT INTO journey_count (journey_id, version, node_id, counter, reason, n) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (journey_id, version, node_id, counter, reason) DO UPDATE SET n = journey_count.n + excluded.n
            """,
            raised.map { key, amount in
                [
                    key.journey.sqlValue, key.version.sqlValue, .text(key.node.rawValue), .text(key.counter), .text(key.reason),
                    .integer(amount),
                ]
            })
        try FactStore().insert(facts, in: tx)
        try feed.publish(steps.compactMap(feedEvent), in: tx)
        steps.removeAll()
        counters.removeAll()
        facts.removeAll()
    }

    private func feedEvent(_ step: Step) -> FeedEvent? {
        guard let outcome = step.outcome.feedName else { return nil }
        var data: JSONObject = [
            "runId": .string(step.runID.rawValue), "journeyId": .string(step.journeyID.rawValue),
            "journeyKey": .string(keys[step.journeyID]?.rawValue ?? ""), "version": .integer(Int64(step.version)),
            "profileId": .string(step.profileID.rawValue), "nodeId": .string(step.nodeID.rawValue), "outcome": .string(outcome),
        ]
        if let channel = step.channel { data["channel"] = .string(channel.rawValue) }
        if let reason = step.reason { data["reason"] = .string(reason) }
        data["at"] = .string(step.at.rfc3339)
        return FeedEvent(
            type: FeedEventType.journeyStep, subject: step.profileID.rawValue, partitionKey: step.profileID.rawValue, time: step.at,
            data: JSONValue.object(data).serialized)
    }
}

extension StepOutcome {
    /// The outcome of a settled send; nil while it is not settled.
    init?(_ state: SendState) {
        switch state {
        case .sent: self = .sent
        case .held: self = .held
        case .failed: self = .failed
        case .unknown: self = .unknown
        case .pending, .sending: return nil
        }
    }
}
