/// How large a rule may be.
package enum RuleLimits {
    /// Groups (`all`, `any`, `not`) inside one another.
    package static let depthMax = 8
    /// Groups and conditions of one rule together.
    package static let conditionsMax = 200
    /// `where` filters of one event condition.
    package static let filtersMax = 10
    package static let eventNameLengthMax = 200  // characters
}
