import CommonModels
import DecisionDomain
import RuleKit

/// One person as deciding sees them: facts, arms and personal counters, from one snapshot of the database.
struct Person: Sendable {
    /// The id they live under now, whatever older id was asked for.
    let id: ProfileID
    /// False while the feed has not told us of them yet; they are decided for with no facts.
    let isKnown: Bool
    let facts: any RuleFacts & Sendable
    let userID: String?
    /// What their data may not be used for.
    let restriction: UseRestriction
    /// Arms given for good, by experiment key.
    var arms: [String: String]
    /// By cap name.
    var counters: [String: CapLedger]

    /// What experiments hash.
    func unit(_ attribute: HashAttribute) -> String {
        switch attribute {
        case .userId: userID ?? id.rawValue
        case .profileId: id.rawValue
        }
    }
}
