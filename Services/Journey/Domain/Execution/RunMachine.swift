package import CommonModels
package import Foundation
package import RuleKit

/// The rules of moving through a journey. Pure: facts and time come in, a move comes out.
package enum RunMachine {
    /// What a due run does now.
    /// - Parameters:
    ///   - conditions: the compiled rules of the document's condition nodes.
    ///   - zone: the person's time zone.
    package static func move(
        _ run: Run, at node: JourneyNode, conditions: [NodeID: CompiledRule], facts: some RuleFacts, zone: ResolvedZone, now: Instant
    ) -> RunMove {
        switch node.step {
        case .entry(let entry):
            return .go(to: entry.next, by: .next)
        case .wait(let wait):
            return moveOn(run, wait, zone: zone, now: now)
        case .condition(let condition):
            let matches = conditions[node.id]?.matches(facts, at: now) ?? false
            return matches ? .go(to: condition.yes, by: .yes) : .go(to: condition.no, by: .no)
        case .decision(let decision):
            return .decide(decision)
        case .message(let message):
            return .send(message)
        case .exit:
            return .leave
        }
    }

    /// When a wait that began at `start` ends.
    package static func end(of wait: WaitStep, begun start: Instant, zone: TimeZone) -> Instant {
        switch wait.rule {
        case .lasting(let span): start.advanced(by: span.duration)
        case .untilLocal(let time, let weekday): LocalTimeFinder.next(time, on: weekday, in: zone, after: start)
        }
    }

    private static func moveOn(_ run: Run, _ wait: WaitStep, zone: ResolvedZone, now: Instant) -> RunMove {
        if run.state == .waiting, let due = run.due, due <= now { return .go(to: wait.next, by: .next) }
        let end = end(of: wait, begun: run.nodeEnteredAt, zone: zone.zone)
        if end <= now { return .go(to: wait.next, by: .next) }
        return switch wait.rule {
        case .lasting: .wait(until: end, zone: nil)
        case .untilLocal: .wait(until: end, zone: zone.origin)
        }
    }
}
