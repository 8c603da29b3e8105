/// The compact stored form of a decision's outcomes: one byte a candidate in rank order, two for a full cap.
/// Trailing outranked candidates are left out.
package enum OutcomeCode {
    private static let chosen = UInt8(ascii: "+")
    private static let outranked = UInt8(ascii: "<")
    private static let outsideFlight = UInt8(ascii: "f")
    private static let notInArm = UInt8(ascii: "a")
    private static let consentMissing = UInt8(ascii: "p")
    private static let restricted = UInt8(ascii: "x")
    private static let policyDenied = UInt8(ascii: "g")
    private static let ruleNotMet = UInt8(ascii: "r")
    private static let unknownPerson = UInt8(ascii: "u")
    private static let capped = UInt8(ascii: "c")

    package static func encode(_ outcomes: [CandidateOutcome]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(outcomes.count + 2)
        let last = outcomes.lastIndex { $0 != .outranked } ?? -1
        for outcome in outcomes.prefix(last + 1) {
            switch outcome {
            case .chosen: bytes.append(chosen)
            case .outranked: bytes.append(outranked)
            case .outsideFlight: bytes.append(outsideFlight)
            case .notInArm: bytes.append(notInArm)
            case .consentMissing: bytes.append(consentMissing)
            case .restricted: bytes.append(restricted)
            case .policyDenied: bytes.append(policyDenied)
            case .ruleNotMet: bytes.append(ruleNotMet)
            case .unknownPerson: bytes.append(unknownPerson)
            case .capped(let position): bytes += [capped, UInt8(clamping: position)]
            }
        }
        return bytes
    }

    /// The outcomes of `count` candidates; nil when the bytes are not ours.
    package static func decode(_ bytes: [UInt8], count: Int) -> [CandidateOutcome]? {
        var outcomes: [CandidateOutcome] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case chosen: outcomes.append(.chosen)
            case outranked: outcomes.append(.outranked)
            case outsideFlight: outcomes.append(.outsideFlight)
            case notInArm: outcomes.append(.notInArm)
            case consentMissing: outcomes.append(.consentMissing)
            case restricted: outcomes.append(.restricted)
            case policyDenied: outcomes.append(.policyDenied)
            case ruleNotMet: outcomes.append(.ruleNotMet)
            case unknownPerson: outcomes.append(.unknownPerson)
            case capped:
                index += 1
                guard index < bytes.count else { return nil }
                outcomes.append(.capped(Int(bytes[index])))
            default: return nil
            }
            index += 1
        }
        guard outcomes.count <= count else { return nil }
        return outcomes + Array(repeating: .outranked, count: count - outcomes.count)
    }
}
