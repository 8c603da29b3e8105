/// The languages rules are said in.
package enum RuleLanguage: String, Hashable, Sendable, CaseIterable {
    case ko, en
}
