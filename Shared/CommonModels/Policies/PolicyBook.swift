/// Labels, policies and rights to read of an installation, and the questions asked of them.
package struct PolicyBook: Hashable, Sendable {
    package static let labelsMax = 2_000
    package static let policiesMax = 200
    package static let readsMax = 50

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
    /// Who reads what. A role without an entry reads no labelled data.
    package let reads: [ReadRule]

    package init(labels: [Labelled], policies: [DataPolicy], reads: [ReadRule] = PolicyBook.standardReads) {
        self.labels = labels
        self.policies = policies
        self.reads = reads
    }

    /// What somebody in these roles reads.
    package func reads(of roles: some Sequence<String>) -> DataReads {
        roles.reduce(.only([])) { known, role in
            reads.first { $0.role == role }.map { known.union($0.reads) } ?? known
        }
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
