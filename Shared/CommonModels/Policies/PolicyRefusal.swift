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

extension PolicyRefusal: CustomStringConvertible {
    /// `no-advertising · trait:blood_type`
    package var description: String { "\(policy) · \(field)" }
}
