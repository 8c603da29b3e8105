package import CommonModels
import OrderedCollections

/// What people of one arm get in the experiment's placement.
package enum ArmTreatment: Hashable, Sendable {
    /// The ordinary ranking of all offers: a control, usually.
    case ranking
    /// Only these offers compete, under their own rules and caps.
    case offers(Set<OfferID>)
    /// The placement's fallback.
    case fallback

    package static let offersMax = 200

    package var json: JSONValue {
        switch self {
        case .ranking: .string("ranking")
        case .fallback: .string("fallback")
        case .offers(let ids): .object(["offers": .array(ids.sorted().map { .string($0.rawValue) })])
        }
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (ArmTreatment?, [FieldProblem]) {
        if value.stringValue == "ranking" { return (.ranking, []) }
        if value.stringValue == "fallback" { return (.fallback, []) }
        if let items = value["offers"]?.arrayValue, (1...offersMax).contains(items.count) {
            let ids = items.compactMap { $0.stringValue.flatMap { OfferID($0) } }
            if ids.count == items.count { return (.offers(Set(ids)), []) }
        }
        return (nil, [FieldProblem(pointer: pointer, detail: #"must be "ranking", "fallback" or {"offers":["off_…"]}"#)])
    }
}
