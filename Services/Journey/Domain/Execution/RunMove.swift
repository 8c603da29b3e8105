package import CommonModels

/// What a run does next at its node.
package enum RunMove: Sendable {
    case go(to: NodeID, by: JourneyEdge.Way)
    case wait(until: Instant, zone: ResolvedZone.Origin?)
    case decide(DecisionStep)
    case send(MessageStep)
    case leave
}
