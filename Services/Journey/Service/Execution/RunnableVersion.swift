package import CommonModels
package import JourneyDomain
package import RuleKit

/// A published version made ready to run: read, checked and compiled once.
package struct RunnableVersion: Sendable {
    package let journeyID: JourneyID
    package let version: Int
    package let document: JourneyDocument
    package let conditions: [NodeID: CompiledRule]
    /// Everything the conditions look at.
    package let references: RuleReferences

    package init(journeyID: JourneyID, version: Int, document: JourneyDocument) {
        self.journeyID = journeyID
        self.version = version
        self.document = document
        let conditions: [NodeID: CompiledRule] = Dictionary(
            document.nodes.compactMap { node in
                guard case .condition(let condition) = node.step else { return nil }
                return (node.id, CompiledRule(condition.rule))
            }
        ) { first, _ in first }
        self.conditions = conditions
        references = conditions.values.reduce(into: RuleReferences()) { $0.formUnion($1.references) }
    }
}
