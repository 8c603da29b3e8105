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

    /// A label a field has because of what it is made from.
    package struct Inherited: Hashable, Sendable {
        package let field: DataField
        package let label: DataLabel
        /// One field it is made from that has the label.
        package let source: DataField

        package init(_ field: DataField, _ label: DataLabel, from source: DataField) {
            self.field = field
            self.label = label
            self.source = source
        }
    }

    package let labels: [Labelled]
    /// Follows from the labels, see ``inheriting(_:)``; nobody states it.
    package let inherited: [Inherited]
    package let policies: [DataPolicy]
    /// Who reads what. A role without an entry reads no labelled data.
    package let reads: [ReadRule]

    package init(
        labels: [Labelled], inherited: [Inherited] = [], policies: [DataPolicy], reads: [ReadRule] = PolicyBook.standardReads
    ) {
        self.labels = labels
        self.inherited = inherited
        self.policies = policies
        self.reads = reads
    }

    /// What somebody in these roles reads.
    package func reads(of roles: some Sequence<String>) -> DataReads {
        roles.reduce(.only([])) { known, role in
            reads.first { $0.role == role }.map { known.union($0.reads) } ?? known
        }
    }

    /// What a field holds: its own labels and those of everything it is a part of.
    package func labels(of field: DataField) -> Set<DataLabel> {
        let lineage = field.lineage
        let own = labels.filter { labelled in lineage.contains { labelled.pattern.stands(for: $0) } }.map(\.label)
        let handed = inherited.filter { inherited in lineage.contains { inherited.field.stands(for: $0) } }.map(\.label)
        return Set(own + handed)
    }

    /// The book with what fields hold that are made from others: each label of what they are made from.
    package func inheriting(_ made: some Sequence<(field: DataField, sources: [DataField])>) -> PolicyBook {
        let inherited = made.flatMap { field, sources in
            var origins: [DataLabel: DataField] = [:]
            for source in sources { origins.merge(labels(of: source).map { ($0, source) }) { first, _ in first } }
            return origins.sorted { $0.key.rawValue < $1.key.rawValue }.map { Inherited(field, $0.key, from: $0.value) }
        }
        return PolicyBook(labels: labels, inherited: inherited, policies: policies, reads: reads)
    }

    /// The book as people state it.
    package var stated: PolicyBook { PolicyBook(labels: labels, policies: policies, reads: reads) }

    /// What the book says of some labels alone.
    package func labels(where isOf: (DataLabel) -> Bool) -> PolicyBook {
        PolicyBook(labels: labels.filter { isOf($0.label) }, inherited: inherited.filter { isOf($0.label) }, policies: [])
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
