/// What the people of one role, or applications by their keys, may read as it is: `{role: marketer, labels: [location]}`, with
/// `*` for every label.
package struct ReadRule: Hashable, Sendable {
    /// In place of a role: server keys without the scope `privacy:manage`.
    package static let key = "key"
    package static let everyLabel = "*"
    package static let roleLengthMax = 40  // characters
    package static let labelsMax = 100

    package let role: String
    package let reads: DataReads

    package init(role: String, reads: DataReads) {
        self.role = role
        self.reads = reads
    }

    /// - Returns: nil when a member is missing or malformed.
    init?(json: JSONValue) {
        guard let role = json["role"]?.stringValue, (1...Self.roleLengthMax).contains(role.count),
            let names = json["labels"]?.arrayValue?.map(\.stringValue), names.count <= Self.labelsMax
        else { return nil }
        if names == [Self.everyLabel] {
            self.init(role: role, reads: .everything)
        } else {
            let labels = Set(names.compactMap { $0.flatMap { DataLabel(rawValue: $0) } })
            guard labels.count == names.count else { return nil }
            self.init(role: role, reads: .only(labels))
        }
    }

    var json: JSONValue {
        let names: [String] =
            switch reads {
            case .everything: [Self.everyLabel]
            case .only(let labels): labels.map(\.rawValue).sorted()
            }
        return ["role": .string(role), "labels": .array(names.map { .string($0) })]
    }
}
