package import CommonModels
import JourneyDomain

/// The live numbers of one node in one version. `inside` and `waiting` are now, the others since the version went live.
package struct NodeCounts: Hashable, Sendable {
    package var entered: Int64 = 0
    package var inside: Int64 = 0
    package var waiting: Int64 = 0
    package var sent: Int64 = 0
    package var held: Int64 = 0
    package var heldByReason: [String: Int64] = [:]
    package var failed: Int64 = 0
    package var unknown: Int64 = 0
    package var converted: Int64 = 0
    /// Runs that ended here.
    package var left: Int64 = 0
    /// Events that would have started a run while the journey was paused.
    package var missedWhilePaused: Int64 = 0
    /// Signals that came while as many waited as may.
    package var lostSignals: Int64 = 0
    /// Signals nobody more entered by, because a policy keeps back the trait that tells whom they concern.
    package var refusedSignals: Int64 = 0
    /// Runs that went along each arrow.
    package var passed: [String: Int64] = [:]

    package init() {}

    mutating func add(counter: String, reason: String, n: Int64) {
        switch counter {
        case StepOutcome.entered.rawValue: entered += n
        case StepOutcome.sent.rawValue: sent += n
        case StepOutcome.failed.rawValue: failed += n
        case StepOutcome.unknown.rawValue: unknown += n
        case StepOutcome.converted.rawValue: converted += n
        case StepOutcome.exited.rawValue: left += n
        case Self.missedCounter: missedWhilePaused += n
        case Self.lostCounter: lostSignals += n
        case Self.refusedCounter: refusedSignals += n
        case "passed": passed[reason, default: 0] += n
        case StepOutcome.held.rawValue:
            held += n
            heldByReason[reason, default: 0] += n
        case _: break
        }
    }

    static let missedCounter = "missedWhilePaused"
    static let lostCounter = "lostSignals"
    static let refusedCounter = "refusedSignals"

    package var json: JSONValue {
        .object([
            "entered": .integer(entered), "inside": .integer(inside), "waiting": .integer(waiting), "sent": .integer(sent),
            "held": .integer(held), "heldByReason": Self.object(heldByReason), "failed": .integer(failed), "unknown": .integer(unknown),
            "converted": .integer(converted), "left": .integer(left), "missedWhilePaused": .integer(missedWhilePaused),
            "lostSignals": .integer(lostSignals), "refusedSignals": .integer(refusedSignals), "passed": Self.object(passed),
        ])
    }

    private static func object(_ numbers: [String: Int64]) -> JSONValue {
        .object(JSONObject(uniqueKeysWithValues: numbers.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }))
    }
}
