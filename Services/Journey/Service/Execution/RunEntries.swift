package import CommonModels
package import JourneyDomain
package import StorageKit

/// Lets people in, and lets them out when they reach the goal, as the feeds tell it.
package struct RunEntries: Sendable {
    private let ids: IDGenerator
    private let runs = RunStore()
    private let sends = SendStore()

    package init(ids: IDGenerator) { self.ids = ids }

    /// What wants to enter.
    package struct Candidate: Sendable {
        package let profile: ProfileID
        /// The id of the trigger: the event, or the feed's id of the segment entry.
        package let trigger: String
        package let happened: Instant
        package let received: Instant
        package let properties: JSONObject

        package init(profile: ProfileID, trigger: String, happened: Instant, received: Instant, properties: JSONObject = [:]) {
            self.profile = profile
            self.trigger = trigger
            self.happened = happened
            self.received = received
            self.properties = properties
        }
    }

    /// Starts a run when the entry's rules allow.
    /// - Returns: the judgement; `.inside` also when the same trigger had started a run before.
    @discardableResult
    package func enter(
        _ candidate: Candidate, _ journey: LiveJourney, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws -> EntryDecision {
        let earlier = try runs.latest(of: candidate.profile, in: journey.id, tx: tx)
        let judgement = EntryDecision.judge(
            journey.entry, happened: candidate.happened, received: candidate.received, published: journey.publishedAt, earlier: earlier)
        guard judgement == .enter else { return judgement }
        let document = journey.runnable.document
        if let goal = document.goal, try hasReached(goal, candidate, in: tx) { return .goalReached }
        if journey.isPaused {
            ledger.count(journey.id, journey.runnable.version, document.entryID, NodeCounts.missedCounter)
            return judgement
        }
        let run = Run(
            id: ids.next(), journeyID: journey.id, version: journey.runnable.version, profileID: candidate.profile, entry: document.entryID,
            at: now, happened: candidate.happened, trigger: candidate.properties)
        let key = journey.entry.reentry == .once ? "once" : candidate.trigger
        guard try runs.insert(run, entryKey: key, in: tx) else { return .inside }
        ledger.record(Step(run, .entered, at: now))
        return .enter
    }

    /// Whether the goal was known before the trigger was: events come late, and from feeds that know nothing of each other.
    private func hasReached(_ goal: EventPattern, _ candidate: Candidate, in tx: any SQLTransaction) throws -> Bool {
        try tx.rows(Self.reachedSQL, [candidate.profile, goal.name, candidate.happened]).contains {
            goal.matches(name: goal.name, properties: try $0.json("properties").objectValue ?? [:])
        }
    }

    /// The latest are enough: between the trigger and now there are few.
    static let reachedSQL = """
        SELECT properties FROM projected_event WHERE profile_id = $1 AND name = $2 AND time > $3 ORDER BY time DESC LIMIT 200
        """

    /// Ends the person's unfinished run in the journey as converted.
    package func convert(_ run: Run, at now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        var run = run
        ledger.record(Step(run, .converted, at: now))
        ledger.record(Step(run, .exited, reason: RunOutcome.converted.rawValue, at: now))
        run.finish(.converted, now: now)
        try runs.save(run, in: tx)
        try withdrawSends(of: run, reason: .goalReached, now: now, ledger: &ledger, in: tx)
    }

    /// Holds what a run that ended had not sent yet. A message already on its way is left to its sender.
    package func withdrawSends(
        of run: Run, reason: SendReason, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws {
        for var send in try sends.sends(of: run.id, in: tx) where send.state == .pending {
            send.hold(reason, now: now)
            try sends.save(send, in: tx)
            ledger.record(send, at: now)
        }
    }
}
