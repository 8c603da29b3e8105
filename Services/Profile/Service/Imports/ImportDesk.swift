import CommonModels
import ImportKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Starts imports, and stops, continues and ends them.
struct ImportDesk: Sendable {
    let database: any Database
    let jobs: JobStore
    let audit: AuditLog
    let clock: WallClock
    let ids: IDGenerator

    /// - Throws: ``ImportFault``, ``Problem/validation(_:)``.
    func start(_ wanted: ImportRequest, by context: ServiceContext) async throws -> ImportRecord {
        let (now, id, actor): (Instant, ImportID, String) = (clock.now(), ids.next(), context.actor)
        return try await database.write { tx in
            guard let file = try ImportFileStore.file(wanted.file, in: tx) else { throw ImportFault.fileNotFound }
            guard file.isComplete else { throw ImportFault.fileIncomplete(received: file.received, bytes: file.bytes) }
            let mapping = try wanted.mapping.map { name in
                guard let stored = try ImportMappingStore.mapping(name, in: tx) else {
                    throw Problem.validation([Problem.Fault("there is no such mapping", pointer: "/mapping")])
                }
                try ImportMappingStore.check(stored.text)
                return stored
            }
            let format = wanted.format.flatMap { ImportFormat(rawValue: $0) } ?? ImportFormat(fileName: file.name)
            if mapping == nil, format == .csv { throw ImportFault.mappingMissing }
            let waiting = try tx.row("SELECT count(*) AS n FROM file_import WHERE state IN ('queued', 'running', 'paused')")?.int("n") ?? 0
            guard waiting < ImportLimits.unfinishedMax else { throw ImportFault.tooManyImports(max: ImportLimits.unfinishedMax) }
            let source = try wanted.source ?? mapping.map { try ImportMapping(yaml: $0.text).source } ?? ImportRequest.sourceDefault
            let job = try job(of: id, file, by: actor, in: tx)
            let record = ImportRecord(
                id: id, file: file.id, fileName: file.name, format: format, mapping: mapping?.name, mappingDocument: mapping?.text,
                source: source, isDryRun: wanted.isDryRun, phase: .queued, reason: nil, job: job, position: nil, samples: [],
                counts: .none(of: file.bytes), pace: nil, createdAt: now, createdBy: actor, updatedAt: now, finishedAt: nil)
            try ImportStore.insert(record, in: tx)
            try tx.execute("UPDATE import_file SET used_at = $2 WHERE file_id = $1", [file.id, now])
            try audit.record(
                context, action: wanted.isDryRun ? "import.dry-run" : "import.start", object: id.rawValue,
                detail: ["file": .string(file.id.rawValue), "mapping": .string(mapping?.name ?? "")], in: tx)
            return record
        }
    }

    /// - Parameter phase: of the import as it was shown, its job's end included.
    /// - Throws: ``ImportFault/importNotFound``, ``ImportFault/notAllowedNow(_:_:)``.
    func tell(_ order: ImportOrder, _ shown: ImportRecord, by context: ServiceContext) async throws {
        let now = clock.now()
        let actor = context.actor
        try await database.write { tx in
            guard let record = try ImportStore.record(shown.id, in: tx) else { throw ImportFault.importNotFound }
            // What the import's job said last is known only outside; unless it went on meanwhile, it still holds.
            let phase = record.job == shown.job && record.phase.isActive ? shown.phase : record.phase
            guard phase.allows(order) else { throw ImportFault.notAllowedNow(phase, order) }
            switch order {
            case .pause: try Self.set(.paused, record.id, at: now, in: tx)
            case .cancel: try Self.set(.cancelled, record.id, at: now, in: tx)
            case .resume:
                guard let file = try ImportFileStore.file(record.file, in: tx) else { throw ImportFault.fileNotFound }
                let job = try job(of: record.id, file, by: actor, in: tx)
                try tx.execute(
                    """
                    UPDATE file_import SET state = 'queued', reason = NULL, job_id = $2, pace_at = NULL, pace_rows = NULL, pace_bytes = NULL,
                        updated_at = $3, finished_at = NULL WHERE import_id = $1
                    """, [record.id, job, now])
            }
            try audit.record(context, action: "import.\(order.rawValue)", object: record.id.rawValue, in: tx)
        }
    }

    private func job(of id: ImportID, _ file: ImportFileStore.Stored, by actor: String, in tx: any SQLTransaction) throws -> JobID {
        try jobs.start(
            kind: ImportWork.kind, input: ["import": .string(id.rawValue)], total: file.bytes, requestedBy: actor, in: tx
        ).id
    }

    /// Whoever works on it finds out in the transaction of its next step, which then comes to nothing.
    private static func set(_ phase: ImportPhase, _ id: ImportID, at now: Instant, in tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE file_import SET state = $2, updated_at = $3, finished_at = $4 WHERE import_id = $1",
            [id, phase.rawValue, now, phase == .paused ? nil : now])
    }
}

extension ImportRecord.Counts {
    static func none(of bytes: Int64) -> ImportRecord.Counts {
        ImportRecord.Counts(
            rows: 0, events: 0, duplicates: 0, erased: 0, quarantined: 0, rejected: 0, rejectBytes: 0, leftOut: 0, bytesRead: 0,
            bytesTotal: bytes)
    }
}
