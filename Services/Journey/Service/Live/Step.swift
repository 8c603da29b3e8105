package import CommonModels
package import JourneyDomain

/// One line of a run's trace.
package struct Step: Hashable, Sendable {
    package let runID: RunID
    package let journeyID: JourneyID
    package let version: Int
    package let profileID: ProfileID
    package let nodeID: NodeID
    package let outcome: StepOutcome
    package let channel: MessageChannel?
    package let reason: String?
    package let detail: String?
    package let at: Instant

    package init(
        _ run: Run, _ outcome: StepOutcome, node: NodeID? = nil, channel: MessageChannel? = nil, reason: String? = nil,
        detail: String? = nil,
        at now: Instant
    ) {
        runID = run.id
        journeyID = run.journeyID
        version = run.version
        profileID = run.profileID
        nodeID = node ?? run.nodeID
        self.outcome = outcome
        self.channel = channel
        self.reason = reason
        self.detail = detail
        at = now
    }

    /// - Parameter send: the settled record the step tells of.
    package init(_ send: SendRecord, _ outcome: StepOutcome, at now: Instant) {
        runID = send.runID
        journeyID = send.journeyID
        version = send.version
        profileID = send.profileID
        nodeID = send.nodeID
        self.outcome = outcome
        channel = send.channel
        reason = send.reason?.rawValue
        detail = send.detail
        at = now
    }

    /// A step as it was stored.
    init(
        runID: RunID, journeyID: JourneyID, version: Int, profileID: ProfileID, nodeID: NodeID, outcome: StepOutcome,
        channel: MessageChannel?, reason: String?, detail: String?, at: Instant
    ) {
        self.runID = runID
        self.journeyID = journeyID
        self.version = version
        self.profileID = profileID
        self.nodeID = nodeID
        self.outcome = outcome
        self.channel = channel
        self.reason = reason
        self.detail = detail
        self.at = at
    }
}
