import CommonModels
import RuleKit

/// What is known of a visitor nobody knows: nothing.
enum NobodyFacts {
    static let sheet = FactSheet(profileID: ProfileID(UUIDv7(high: 0, low: 0)))
}
