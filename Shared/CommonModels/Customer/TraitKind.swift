/// How the value of a trait came to be known. Of several kinds under one name the first in this order counts; each is
/// kept apart, so none is lost to another.
package enum TraitKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The person's own answer: a survey, a preference centre.
    case zeroParty
    /// From the person's events, by a definition.
    case computed
    /// Recorded by a source.
    case firstParty
    /// Estimated, with a confidence.
    case inferred

    /// Lower counts more.
    package var precedence: Int {
        switch self {
        case .zeroParty: 0
        case .computed: 1
        case .firstParty: 2
        case .inferred: 3
        }
    }
}
