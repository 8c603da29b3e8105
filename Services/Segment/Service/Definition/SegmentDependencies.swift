import CommonModels
import RuleKit
import SegmentDomain
import StorageKit

/// Checks a definition against the other segments.
enum SegmentDependencies {
    /// - Throws: ``SegmentError``: unknown or inactive segments in the rule, a cycle, archiving one that others look at,
    ///   too many active ones.
    static func check(_ segment: Segment, in tx: any SQLTransaction) throws {
        var others: [SegmentID: (status: Segment.Status, mentions: Set<SegmentID>)] = [:]
        var activeCount = 0
        for row in try tx.rows("SELECT \(SegmentRow.columns) FROM segment WHERE status <> 'archived'") {
            let other = try SegmentRow(row).segment
            guard other.id != segment.id else { continue }
            others[other.id] = (other.status, RuleReferences(of: other.rule).segments)
            if other.status == .active { activeCount += 1 }
        }
        let graph = SegmentGraph(others.mapValues(\.mentions))
        switch segment.status {
        case .archived:
            let users = graph.dependents(of: segment.id)
            if !users.isEmpty { throw SegmentError.inUse(by: users) }
        case .draft, .active:
            let mentioned = RuleReferences(of: segment.rule).segments
            if let cycle = graph.cycle(of: segment.id, mentioning: mentioned) { throw SegmentError.cycle(cycle) }
            let unknown = mentioned.filter { others[$0] == nil }.sorted()
            if !unknown.isEmpty { throw SegmentError.unknownSegments(unknown) }
            guard segment.status == .active else { return }
            let inactive = mentioned.filter { others[$0]?.status != .active }.sorted()
            if !inactive.isEmpty { throw SegmentError.inactiveSegments(inactive) }
            if activeCount >= SegmentStore.activeMax { throw SegmentError.tooManyActive(max: SegmentStore.activeMax) }
        }
    }
}
