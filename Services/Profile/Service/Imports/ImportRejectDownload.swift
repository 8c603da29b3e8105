import CommonModels
import HTTPTypes
import Hummingbird
import ImportKit
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit

/// The rows an import refused, as a CSV file: `row,last_row,reason,content`.
struct ImportRejectDownload: Sendable {
    private static let pageMax = 1_000

    let store: ImportStore
    let audit: AuditLog
    let access: FieldAccess

    /// The file holds what the rows say of people; that somebody fetched it is in the audit log before its first byte leaves.
    /// - Throws: ``Problem/forbidden(_:)`` to whoever does not read every field.
    func response(_ record: ImportRecord, for context: ServiceContext) async throws -> Response {
        try await access.requireEverything(context)
        try await store.database.write { tx in try audit.record(context, action: "import.rejects", object: record.id.rawValue, in: tx) }
        let store = self.store
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: RejectFile.header))
            var after: (first: Int64, last: Int64)?
            while true {
                let rows = try await store.rejects(of: record.id, limit: Self.pageMax, after: after)
                guard let last = rows.last else { break }
                try await writer.write(ByteBuffer(string: rows.map(Self.line).joined()))
                after = (last.first, last.last)
            }
            try await writer.finish(nil)
        }
        var headers: HTTPFields = [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"]
        headers[.contentDisposition] = "attachment; filename=\"\(record.id.rawValue)-rejects.csv\""
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func line(_ reject: ImportStore.Reject) -> String {
        RejectFile.line(Int(reject.first), Int(reject.last), reason: reject.reason, content: reject.content)
    }
}
