package import CommonModels

/// One person's way through one version of a journey.
package struct Run: Hashable, Sendable, Identifiable {
    package let id: RunID
    package let journeyID: JourneyID
    package let version: Int
    package var profileID: ProfileID
    package private(set) var nodeID: NodeID
    package private(set) var state: RunState
    /// When the node is to be carried out, or carried on; nil while a message is being sent and when finished.
    package private(set) var due: Instant?
    package let enteredAt: Instant
    /// When the event happened that the run began with; a goal counts from then on.
    package let happenedAt: Instant
    package private(set) var nodeEnteredAt: Instant
    /// Failed attempts at the present node.
    package private(set) var attempts: Int
    /// The properties of the event that started the run; empty for a segment entry, and once it is finished: the event itself is kept
    /// as long as its retention says, a copy of it no longer than somebody needs it.
    package private(set) var trigger: JSONObject
    /// The offer of the last decision, for messages after it.
    package var offer: JSONValue?
    package private(set) var outcome: RunOutcome?
    package private(set) var finishedAt: Instant?

    /// A person comes in.
    package init(
        id: RunID, journeyID: JourneyID, version: Int, profileID: ProfileID, entry: NodeID, at now: Instant, happened: Instant? = nil,
        trigger: JSONObject = [:]
    ) {
        self.init(
            id: id, journeyID: journeyID, version: version, profileID: profileID, nodeID: entry, state: .ready, due: now,
            enteredAt: now, happenedAt: min(happened ?? now, now), nodeEnteredAt: now, attempts: 0, trigger: trigger, offer: nil,
            outcome: nil, finishedAt: nil)
    }

    /// A run as it was stored.
    package init(
        id: RunID, journeyID: JourneyID, version: Int, profileID: ProfileID, nodeID: NodeID, state: RunState, due: Instant?,
        enteredAt: Instant, happenedAt: Instant, nodeEnteredAt: Instant, attempts: Int, trigger: JSONObject, offer: JSONValue?,
        outcome: RunOutcome?, finishedAt: Instant?
    ) {
        self.id = id
        self.journeyID = journeyID
        self.version = version
        self.profileID = profileID
        self.nodeID = nodeID
        self.state = state
        self.due = due
        self.enteredAt = enteredAt
        self.happenedAt = happenedAt
        self.nodeEnteredAt = nodeEnteredAt
        self.attempts = attempts
        self.trigger = trigger
        self.offer = offer
        self.outcome = outcome
        self.finishedAt = finishedAt
    }

    package var isFinished: Bool { state == .finished }

    /// Goes to the next node, which is due at once.
    package mutating func arrive(at node: NodeID, now: Instant) {
        nodeID = node
        state = .ready
        due = now
        nodeEnteredAt = now
        attempts = 0
    }

    package mutating func wait(until instant: Instant) {
        state = .waiting
        due = instant
    }

    package mutating func askDecision(now: Instant) {
        state = .deciding
        due = now
    }

    /// The Decision service gave no answer; asked again later.
    package mutating func postponeDecision(until instant: Instant) {
        attempts += 1
        due = instant
    }

    package mutating func startSending() {
        state = .sending
        due = nil
    }

    package mutating func finish(_ outcome: RunOutcome, now: Instant) {
        state = .finished
        due = nil
        self.outcome = outcome
        finishedAt = now
        trigger = [:]
    }
}
