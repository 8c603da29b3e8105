package import CommonModels

/// The one send of a run at a message node. Its id makes the Message-ID, the webhook-id and the messageId of the fact,
/// so whatever happens, a receiver can tell a repetition.
package struct SendRecord: Hashable, Sendable, Identifiable {
    package let id: MessageID
    package let runID: RunID
    package let nodeID: NodeID
    package let journeyID: JourneyID
    package let version: Int
    package var profileID: ProfileID
    package let channel: MessageChannel
    package let purpose: Purpose
    package private(set) var state: SendState
    package private(set) var reason: SendReason?
    /// What the receiver said, or which policy stands against it because of which field; never personal data.
    package private(set) var detail: String?
    package private(set) var attempts: Int
    /// Pending: when to try. Sending: when the lease of the process that sends ends.
    package private(set) var due: Instant?
    package let createdAt: Instant
    package private(set) var updatedAt: Instant

    package init(
        id: MessageID, runID: RunID, nodeID: NodeID, journeyID: JourneyID, version: Int, profileID: ProfileID, channel: MessageChannel,
        purpose: Purpose, state: SendState, reason: SendReason? = nil, detail: String? = nil, attempts: Int = 0, due: Instant?,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.runID = runID
        self.nodeID = nodeID
        self.journeyID = journeyID
        self.version = version
        self.profileID = profileID
        self.channel = channel
        self.purpose = purpose
        self.state = state
        self.reason = reason
        self.detail = detail
        self.attempts = attempts
        self.due = due
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Keeps others from preparing the same send for a while; nothing has left yet.
    package mutating func prepare(until lease: Instant, now: Instant) {
        due = lease
        updatedAt = now
    }

    /// The last thing committed before bytes leave.
    package mutating func begin(until lease: Instant, now: Instant) {
        state = .sending
        attempts += 1
        due = lease
        updatedAt = now
    }

    package mutating func hold(_ reason: SendReason, detail: String? = nil, now: Instant) { settle(.held, reason, detail, now) }

    /// Nothing leaves before `instant`; the attempt does not count as one.
    package mutating func wait(until instant: Instant, because reason: SendReason, now: Instant) {
        state = .pending
        self.reason = reason
        due = instant
        updatedAt = now
    }

    /// The process that was sending is gone.
    package mutating func recover(now: Instant) {
        switch channel.guarantee {
        case .atMostOnce:
            settle(.unknown, .interrupted, nil, now)
        case .exactlyOnce, .repeatedWithSameID:
            state = .pending
            reason = .retrying
            due = now
            updatedAt = now
        }
    }

    /// Preparing failed for a passing reason, such as a neighbour that does not answer.
    package mutating func postponePreparation(detail: String, jitter: Double, now: Instant) {
        attempts += 1
        retry(detail: detail, jitter: jitter, now: now)
    }

    /// What came of the attempt that ``begin(until:now:)`` opened.
    package mutating func conclude(_ result: DeliveryResult, jitter: Double, now: Instant) {
        switch result {
        case .delivered:
            settle(.sent, nil, nil, now)
        case .refused(let reason, let detail):
            settle(.failed, reason, detail, now)
        case .postponed(let detail):
            retry(detail: detail, jitter: jitter, now: now)
        case .uncertain(let detail):
            switch channel.guarantee {
            case .atMostOnce: settle(.unknown, .interrupted, detail, now)
            case .exactlyOnce, .repeatedWithSameID: retry(detail: detail, jitter: jitter, now: now)
            }
        }
    }

    private mutating func retry(detail: String, jitter: Double, now: Instant) {
        guard let delay = SendRetries.policy(for: channel).delay(afterFailures: attempts, jitter: jitter) else {
            return settle(.failed, .attemptsExhausted, detail, now)
        }
        state = .pending
        reason = .retrying
        self.detail = detail
        due = now.advanced(by: delay)
        updatedAt = now
    }

    private mutating func settle(_ state: SendState, _ reason: SendReason?, _ detail: String?, _ now: Instant) {
        self.state = state
        self.reason = reason
        self.detail = detail
        due = nil
        updatedAt = now
    }
}
