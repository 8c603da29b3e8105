/// Which policy stands against a use, because of which field.
package struct PolicyRefusal: Hashable, Sendable {
    package let policy: String
    package let field: DataField
    package let label: DataLabel

    package init(policy: String, field: DataField, label: DataLabel) {
        self.policy = policy
        self.field = field
        self.label = label
    }
}

extension PolicyRefusal {
    /// `{policy, field, label}`; nil for another form.
    package init?(json: JSONValue) {
        guard let policy = json["policy"]?.stringValue, let field = json["field"]?.stringValue.flatMap({ DataField(text: $0) }),
            let label = json["label"]?.stringValue.flatMap({ DataLabel(rawValue: $0) })
        else { return nil }
        self.init(policy: policy, field: field, label: label)
    }

    package var json: JSONValue {
        ["policy": .string(policy), "field": .string(field.description), "label": .string(label.rawValue)]
    }
}

extension PolicyRefusal: CustomStringConvertible {
    /// `no-advertising · trait:blood_type`
    package var description: String { "\(policy) · \(field)" }
}
