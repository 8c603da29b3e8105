import CommonModels
import RuleKit
import SegmentDomain
import StorageKit

/// What a rule looks at, segments it mentions followed to what they look at: members of such a segment tell as much.
enum SegmentFields {
    /// - Returns: each field once, the rule's own first.
    static func all(of rule: Rule, in tx: any SQLTransaction) throws -> [DataField] {
        var fields = rule.fields
        var seen = RuleReferences(of: rule).segments
        var next = seen
        while !next.isEmpty {
            let rules = try tx.rows("SELECT \(SegmentRow.columns) FROM segment WHERE id IN", in: next.sorted()).map {
                try SegmentRow($0).segment
            }.sorted { $0.id < $1.id }.map(\.rule)
            fields += rules.flatMap(\.fields)
            next = rules.reduce(into: Set<SegmentID>()) { $0.formUnion(RuleReferences(of: $1).segments) }.subtracting(seen)
            seen.formUnion(next)
        }
        var told: Set<DataField> = []
        return fields.filter { told.insert($0).inserted }
    }
}
