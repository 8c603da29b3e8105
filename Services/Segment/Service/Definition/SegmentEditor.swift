import CommonModels
import RuleKit
import SegmentDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Changes a definition together with what must follow from it: the audit entry and the job.
struct SegmentEditor {
    let segments: SegmentStore
    let jobs: JobStore
    let audit: AuditLog
    private let policies = PolicyShelf()

    init(segments: SegmentStore, jobs: JobStore, audit: AuditLog) {
        self.segments = segments
        self.jobs = jobs
        self.audit = audit
    }

    /// - Parameter expected: the version the caller read; nil for whichever it is.
    /// - Throws: ``Problem/preconditionFailed(currentETag:)``, ``SegmentError``; ``PolicyViolation`` when it would go live on what a
    ///   policy keeps out of segments.
    func edit(
        _ id: SegmentID, expecting expected: Int?, action: String, _ context: ServiceContext,
        _ change: @escaping @Sendable (inout Segment) throws -> Void
    ) async throws -> StoredSegment {
        try await segments.update(
            id,
            { segment in
                if let expected, expected != segment.version {
                    throw Problem.preconditionFailed(currentETag: EntityTag.text(version: segment.version))
                }
                try change(&segment)
            },
            { [jobs, audit, policies] segment, tx in
                if segment.status == .active {
                    let use = DataUse(.segmentActivation, fields: segment.rule.fields)
                    try policies.require(use, in: tx)
                }
                try audit.record(
                    context, action: action, object: id.rawValue, detail: ["version": .integer(Int64(segment.version))], in: tx)
                let requester = context.principal?.id ?? ""
                switch segment.status {
                case .draft: return nil
                case .active: return try BackfillJob.start(id, jobs: jobs, requestedBy: requester, in: tx)
                case .archived:
                    let size = try tx.row("SELECT size FROM segment WHERE id = $1", [id])?.integer("size") ?? 0
                    return try RetireJob.start(id, version: segment.version, size: size, jobs: jobs, requestedBy: requester, in: tx)
                }
            })
    }
}
