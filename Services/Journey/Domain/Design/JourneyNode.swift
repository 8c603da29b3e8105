package import CommonModels

/// One box of the flow.
package struct JourneyNode: Hashable, Sendable, Identifiable {
    package let id: NodeID
    package let step: Step

    package enum Step: Hashable, Sendable {
        case entry(EntryStep)
        case wait(WaitStep)
        case condition(ConditionStep)
        case decision(DecisionStep)
        case message(MessageStep)
        case exit
    }

    /// The word of the `type` field.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case entry, wait, condition, decision, message, exit
    }

    package init(id: NodeID, step: Step) {
        self.id = id
        self.step = step
    }

    package var kind: Kind {
        switch step {
        case .entry: .entry
        case .wait: .wait
        case .condition: .condition
        case .decision: .decision
        case .message: .message
        case .exit: .exit
        }
    }

    package var edges: [JourneyEdge] {
        switch step {
        case .entry(let entry): [JourneyEdge(.next, entry.next)]
        case .wait(let wait): [JourneyEdge(.next, wait.next)]
        case .condition(let condition): [JourneyEdge(.yes, condition.yes), JourneyEdge(.no, condition.no)]
        case .decision(let decision): [JourneyEdge(.offer, decision.offer), JourneyEdge(.none, decision.none)]
        case .message(let message): [JourneyEdge(.next, message.next)]
        case .exit: []
        }
    }

    package var json: JSONValue {
        var object: JSONObject = ["id": .string(id.rawValue), "type": .string(kind.rawValue)]
        switch step {
        case .entry(let entry): object.merge(entry.json) { _, new in new }
        case .wait(let wait): object.merge(wait.json) { _, new in new }
        case .condition(let condition): object.merge(condition.json) { _, new in new }
        case .decision(let decision): object.merge(decision.json) { _, new in new }
        case .message(let message): object.merge(message.json) { _, new in new }
        case .exit: break
        }
        return .object(object)
    }
}
