/// What became of one offer in one decision.
package enum CandidateOutcome: Hashable, Sendable {
    case chosen
    /// Offers ranked above filled the placement; it was not asked further.
    case outranked
    case outsideFlight
    /// The person's arm of the placement's experiment does not offer it.
    case notInArm
    case consentMissing
    /// The person asked that their data be not used, for anything or for what this offer is for.
    case restricted
    /// A policy stands against using what its rule looks at.
    case policyDenied
    case ruleNotMet
    /// Counted per person, and nobody knows who this is.
    case unknownPerson
    /// A cap is full: its position among the candidate's caps.
    case capped(Int)

    /// The stable name in APIs and logs.
    package var name: String {
        switch self {
        case .chosen: "chosen"
        case .outranked: "outranked"
        case .outsideFlight: "outsideFlight"
        case .notInArm: "notInArm"
        case .consentMissing: "consentMissing"
        case .restricted: "restricted"
        case .policyDenied: "policyDenied"
        case .ruleNotMet: "ruleNotMet"
        case .unknownPerson: "unknownPerson"
        case .capped: "capped"
        }
    }
}
