import CommonModels
import SegmentDomain
import ServiceKit
import StorageKit

/// Changes a definition together with what must follow from it: the audit entry and the job.
struct SegmentEditor {
    let segments: SegmentStore
    let jobs: JobStore
    let audit: AuditLog

    /// - Parameter expected: the version the caller read; nil for whichever it is.
    /// - Throws: ``Problem/preconditionFailed(currentETag:)``, ``SegmentError``.
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
            { [jobs, audit] segment, tx in
                try audit.record(context, action: action, object: id.rawValue, detail: ["version": .integer(Int64(segment.version))], in: tx)
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
