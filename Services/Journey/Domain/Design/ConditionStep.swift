package import CommonModels
package import RuleKit

/// Asks a question about the person and takes one of two ways.
package struct ConditionStep: Hashable, Sendable {
    package let rule: Rule
    package let yes: NodeID
    package let no: NodeID

    package init(rule: Rule, yes: NodeID, no: NodeID) {
        self.rule = rule
        self.yes = yes
        self.no = no
    }

    package var json: JSONObject {
        ["rule": rule.json, "yes": .string(yes.rawValue), "no": .string(no.rawValue)]
    }
}
