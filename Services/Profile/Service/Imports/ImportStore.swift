import CommonModels
import Foundation
import ImportKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Imports, how far they came, and the rows they refused.
struct ImportStore: Sendable {
    static let listSQL = "SELECT \(columns) FROM file_import WHERE import_id < $1 ORDER BY import_id DESC LIMIT $2"
    static let rejectsSQL = """
        SELECT reject_id, first_row, last_row, reason, content FROM import_reject WHERE import_id = $1 AND (first_row, last_row) > ($2, $3)
        ORDER BY first_row, last_row LIMIT $4
        """

    let database: any Database
    let jobs: JobStore

    /// The latest first.
    func list(limit: Int, before: String?) async throws -> [ImportRecord] {
        let found = try await database.read { tx in try tx.rows(Self.listSQL, [before ?? "~", limit]).map(Self.record) }
        var settled: [ImportRecord] = []
        for record in found { settled.append(try await settle(record)) }
        return settled
    }

    func record(_ id: ImportID) async throws -> ImportRecord? {
        guard let found = try await database.read({ tx in try Self.record(id, in: tx) }) else { return nil }
        return try await settle(found)
    }

    /// Rows that were refused, in their order.
    func rejects(of id: ImportID, limit: Int, after: (first: Int64, last: Int64)?) async throws -> [Reject] {
        try await database.read { tx in
            try tx.rows(Self.rejectsSQL, [id, after?.first ?? 0, after?.last ?? 0, limit]).map { row in
                Reject(
                    first: try row.integer("first_row"), last: try row.integer("last_row"), reason: try row.text("reason"),
                    content: try row.text("content"))
            }
        }
    }

    struct Reject: Sendable {
        let first: Int64
        let last: Int64
        let reason: String
        let content: String
    }

    /// An import whose job ended without telling it: cancelled as a job, or given up after too many attempts.
    private func settle(_ record: ImportRecord) async throws -> ImportRecord {
        guard record.phase.isActive, let id = record.job else { return record }
        guard let job = try await jobs.job(id) else { return record.ended(as: .failed, reason: nil) }
        switch job.state {
        case .queued, .running: return record
        case .cancelled: return record.ended(as: .cancelled, reason: nil)
        case .succeeded, .failed:
            // It may have ended since the import was read.
            guard let again = try await database.read({ tx in try Self.record(record.id, in: tx) }) else { return record }
            return again.phase.isActive ? again.ended(as: .failed, reason: job.error) : again
        }
    }

    // MARK: Within a transaction

    static let columns = """
        import_id, file_id, file_name, format, mapping, mapping_document, source, is_dry_run, state, reason, job_id, position, samples,
        rows_read, events, duplicates, erased, quarantined, rejected, reject_bytes, left_out, bytes_read, bytes_total,
        pace_at, pace_rows, pace_bytes, created_at, created_by, updated_at, finished_at
        """

    static func record(_ id: ImportID, in tx: any SQLTransaction) throws -> ImportRecord? {
        try tx.row("SELECT \(columns) FROM file_import WHERE import_id = $1", [id]).map(record)
    }

    /// Rows an import refused, and how much of them is kept: characters, so rather too few bytes.
    struct Refused: Sendable {
        let rows: Int
        let bytes: Int64
    }

    /// - Parameter row: only those before it; what comes after is read again when an import goes on.
    static func refused(by id: ImportID, before row: Int, in tx: any SQLTransaction) throws -> Refused {
        let found = try tx.row(
            """
            SELECT coalesce(sum(last_row - first_row + 1), 0) AS n, coalesce(sum(length(content) + length(reason)), 0) AS bytes
            FROM import_reject WHERE import_id = $1 AND first_row < $2
            """, [id, row])
        return Refused(rows: try found?.int("n") ?? 0, bytes: try found?.integer("bytes") ?? 0)
    }

    static func insert(_ record: ImportRecord, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO file_import (import_id, file_id, file_name, format, mapping, mapping_document, source, is_dry_run, state, job_id,
                samples, rows_read, events, duplicates, erased, quarantined, rejected, reject_bytes, left_out, bytes_read, bytes_total,
                created_at, created_by, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '[]', 0, 0, 0, 0, 0, 0, 0, 0, 0, $11, $12, $13, $12)
            """,
            [
                record.id, record.file, record.fileName, record.format.rawValue, record.mapping, record.mappingDocument, record.source,
                record.isDryRun, record.phase.rawValue, record.job, record.counts.bytesTotal, record.createdAt, record.createdBy,
            ])
    }

    static func record(_ row: SQLRow) throws -> ImportRecord {
        let counts = ImportRecord.Counts(
            rows: try row.integer("rows_read"), events: try row.integer("events"), duplicates: try row.integer("duplicates"),
            erased: try row.integer("erased"), quarantined: try row.integer("quarantined"), rejected: try row.integer("rejected"),
            rejectBytes: try row.integer("reject_bytes"), leftOut: try row.integer("left_out"),
            bytesRead: try row.integer("bytes_read"), bytesTotal: try row.integer("bytes_total"))
        var pace: ImportRecord.PaceStart?
        if let at = try row.instantOrNull("pace_at") {
            pace = .init(at: at, rows: try row.integer("pace_rows"), bytes: try row.integer("pace_bytes"))
        }
        return ImportRecord(
            id: try row.id("import_id"), file: try row.id("file_id"), fileName: try row.text("file_name"),
            format: try row.name("format"), mapping: try row.textOrNull("mapping"),
            mappingDocument: try row.textOrNull("mapping_document"), source: try row.text("source"), isDryRun: try row.bool("is_dry_run"),
            phase: try row.name("state"), reason: try row.textOrNull("reason"), job: try row.idOrNull("job_id"),
            position: try row.textOrNull("position").map(position),
            samples: try row.json("samples").arrayValue?.compactMap(\.stringValue) ?? [],
            counts: counts, pace: pace, createdAt: try row.instant("created_at"), createdBy: try row.text("created_by"),
            updatedAt: try row.instant("updated_at"), finishedAt: try row.instantOrNull("finished_at"))
    }

    private static func position(_ text: String) throws -> ImportState {
        do {
            return try JSONDecoder().decode(ImportState.self, from: Data(text.utf8))
        } catch {
            throw StorageError.malformed("the position of an import")
        }
    }
}
