/// Labels and policies of an installation, and the one question asked of them.
package struct PolicyBook: Hashable, Sendable {
    package static let labelsMax = 2_000
    package static let policiesMax = 200

    /// A pattern of fields and what they hold.
    package struct Labelled: Hashable, Sendable {
        package let pattern: DataField
        package let label: DataLabel

        package init(_ pattern: DataField, _ label: DataLabel) {
            self.pattern = pattern
            self.label = label
        }
    }

    package let labels: [Labelled]
    package let policies: [DataPolicy]

    package init(labels: [Labelled], policies: [DataPolicy]) {
        self.labels = labels
        self.policies = policies
    }

    package func labels(of field: DataField) -> Set<DataLabel> {
        labels.reduce(into: []) { if $1.pattern.stands(for: field) { $0.insert($1.label) } }
    }

    /// Everything that stands against a use, in the order of its fields; empty when it is allowed. What has no label is free.
    package func refusals(of use: DataUse) -> [PolicyRefusal] {
        let standing = policies.filter { $0.forbids(use) }
        guard !standing.isEmpty else { return [] }
        return use.fields.flatMap { field -> [PolicyRefusal] in
            let held = labels(of: field)
            return standing.filter { held.contains($0.label) }.map {
                PolicyRefusal(policy: $0.key, field: field, label: $0.label)
            }
        }
    }
}
