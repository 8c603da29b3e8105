package import CommonModels

/// What was found when a condition was evaluated.
package enum RuleObservation: Hashable, Sendable {
    case nothing
    case value(JSONValue?)
    case count(Int)
    case sum(Double)
    case seen(Instant?)
    case membership(Bool)
    case consent(ConsentStatus)
    case drawn(Bool)
    /// Something the reader may not see.
    case masked

    package var json: JSONValue? {
        switch self {
        case .nothing: nil
        case .value(let value): value ?? .null
        case .count(let count): .integer(Int64(count))
        case .sum(let sum): .number(sum)
        case .seen(let instant): instant.map { .string($0.rfc3339) } ?? .null
        case .membership(let isMember), .drawn(let isMember): .bool(isMember)
        case .consent(let status): .string(status.rawValue)
        case .masked: "***"
        }
    }
}
