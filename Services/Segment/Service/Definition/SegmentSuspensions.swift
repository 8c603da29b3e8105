import CommonModels
import RuleKit
import SegmentDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Takes segments out of use when labels or policies change: those that look at what may not be used for segments any more,
/// and those that look at such a segment. Their members leave, the audit log says why, and somebody may activate them again
/// once the rule or the policy is another.
struct SegmentSuspensions: Sendable {
    /// Who does it, as audit and jobs name it.
    private static let actor = "policy"

    let segments: SegmentStore
    let jobs: JobStore
    let audit: AuditLog
    let clock: WallClock
    private let policies = PolicyShelf()

    init(segments: SegmentStore, jobs: JobStore, audit: AuditLog, clock: WallClock) {
        self.segments = segments
        self.jobs = jobs
        self.audit = audit
        self.clock = clock
    }

    /// Asks for every active segment whether it may go on.
    func reconsider(in tx: any SQLTransaction) throws {
        try tx.serialize(on: "segment")
        let rows = try tx.rows("SELECT \(SegmentRow.columns) FROM segment WHERE status = 'active' ORDER BY id")
        let active = try rows.map { try SegmentRow($0) }
        let refused = Self.refused(active.map(\.segment), by: try policies.book(in: tx))
        for row in active {
            if let refusal = refused[row.segment.id] { try suspend(row, because: refusal, in: tx) }
        }
    }

    private func suspend(_ row: SegmentRow, because refusal: PolicyRefusal, in tx: any SQLTransaction) throws {
        var segment = row.segment
        segment.suspend(because: refusal, at: clock.now())
        try segments.save(segment, in: tx)
        let job = try RetireJob.start(
            segment.id, version: segment.version, size: row.size, jobs: jobs, requestedBy: Self.actor, in: tx)
        try tx.execute("UPDATE segment SET backfill_job = $2 WHERE id = $1", [segment.id, job])
        try audit.record(
            actor: Self.actor, action: "segment.suspended", object: segment.id.rawValue, detail: refusal.json, in: tx)
    }

    private static func refused(_ active: [Segment], by book: PolicyBook) -> [SegmentID: PolicyRefusal] {
        var refused: [SegmentID: PolicyRefusal] = [:]
        for segment in active {
            refused[segment.id] = book.refusals(of: DataUse(.segmentActivation, fields: segment.rule.fields)).first
        }
        let mentions = active.map { ($0.id, RuleReferences(of: $0.rule).segments.sorted()) }
        var before = -1
        while before != refused.count {
            before = refused.count
            for (id, mentioned) in mentions where refused[id] == nil {
                refused[id] = mentioned.lazy.compactMap { refused[$0] }.first
            }
        }
        return refused
    }
}
