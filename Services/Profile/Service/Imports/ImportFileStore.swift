import CommonModels
import ImportKit
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit

/// Files that were uploaded to be imported: what they are called, how much of them is there, and for how long.
struct ImportFileStore: Sendable {
    let database: any Database
    let pieces: any ImportPieces
    let audit: AuditLog
    let clock: WallClock
    let ids: IDGenerator
    /// Bytes of one file: `MARU_PROFILE_IMPORT_BYTES`.
    let bytesMax: Int64
    /// Bytes of all files that are kept: `MARU_PROFILE_IMPORT_TOTAL_BYTES`.
    let totalBytesMax: Int64

    struct Stored: Sendable {
        let id: ImportFileID
        let name: String
        let bytes: Int64
        let received: Int64
        let fingerprint: UInt64
        let createdAt: Instant
        let usedAt: Instant
        /// Somebody was erased while it lay here: it is gone by then, however much it is used.
        let goneBy: Instant?

        var isComplete: Bool { received == bytes }

        /// When it goes, unless it is used again before or an import still reads it.
        var expiresAt: Instant {
            let unused = usedAt + ImportLimits.fileKeptFor
            return goneBy.map { min($0, unused) } ?? unused
        }
    }

    func file(_ id: ImportFileID) async throws -> Stored? { try await database.read { tx in try Self.file(id, in: tx) } }

    /// The latest first.
    func list(limit: Int, before: String?) async throws -> [Stored] {
        try await database.read { tx in
            try tx.rows(
                "SELECT \(Self.columns) FROM import_file WHERE file_id < $1 ORDER BY file_id DESC LIMIT $2", [before ?? "~", limit]
            ).map(Self.stored)
        }
    }

    /// - Throws: ``ImportFault/tooManyFiles(max:)``, ``ImportFault/tooManyBytesInAll(kept:max:)``.
    func create(_ wanted: ImportFileRequest, by context: ServiceContext) async throws -> Stored {
        let (now, id, actor): (Instant, ImportFileID, String) = (clock.now(), ids.next(), context.actor)
        return try await database.write { tx in
            try tx.serialize(on: "profile-import-files")
            // What a file was said to have counts, be its bytes here or not.
            let kept = try tx.rows("SELECT bytes FROM import_file").map { try $0.integer("bytes") }
            guard kept.count < ImportLimits.filesMax else { throw ImportFault.tooManyFiles(max: ImportLimits.filesMax) }
            let bytes = kept.reduce(0, +)
            guard bytes + wanted.bytes <= totalBytesMax else { throw ImportFault.tooManyBytesInAll(kept: bytes, max: totalBytesMax) }
            let empty = ContentFingerprint().value
            try tx.execute(
                """
                INSERT INTO import_file (file_id, name, bytes, received, fingerprint, created_at, used_at, created_by)
                VALUES ($1, $2, $3, 0, $4, $5, $5, $6)
                """, [id, wanted.name, wanted.bytes, Int64(bitPattern: empty), now, actor])
            try audit.record(context, action: "import-file.create", object: id.rawValue, detail: ["bytes": .integer(wanted.bytes)], in: tx)
            return Stored(
                id: id, name: wanted.name, bytes: wanted.bytes, received: 0, fingerprint: empty, createdAt: now, usedAt: now, goneBy: nil)
        }
    }

    /// Keeps the next piece of a file.
    /// - Throws: ``ImportFault/wrongOffset(received:)``, ``ImportFault/tooManyBytes(bytes:)``.
    func append(_ bytes: ByteBuffer, to file: Stored) async throws -> Stored {
        guard file.received + Int64(bytes.readableBytes) <= file.bytes else { throw ImportFault.tooManyBytes(bytes: file.bytes) }
        let piece = try await pieces.keep(bytes, of: file.id, at: file.received)
        var fingerprint = ContentFingerprint(file.fingerprint)
        bytes.withUnsafeReadableBytes { fingerprint.add($0) }
        let (now, value, received) = (clock.now(), fingerprint.value, file.received + Int64(bytes.readableBytes))
        return try await database.write { tx in
            let taken = try tx.execute(
                "UPDATE import_file SET received = $3, fingerprint = $4, used_at = $5 WHERE file_id = $1 AND received = $2",
                [file.id, file.received, received, Int64(bitPattern: value), now])
            guard taken == 1 else {
                guard let present = try Self.file(file.id, in: tx) else { throw ImportFault.fileNotFound }
                throw ImportFault.wrongOffset(received: present.received)
            }
            try tx.insert(
                into: "import_piece", columns: ["file_id", "place", "file", "content"],
                rows: [[file.id.sqlValue, .integer(file.received), piece.file, piece.content]])
            return Stored(
                id: file.id, name: file.name, bytes: file.bytes, received: received, fingerprint: value, createdAt: file.createdAt,
                usedAt: now, goneBy: file.goneBy)
        }
    }

    /// - Throws: ``ImportFault/fileNotFound``, ``ImportFault/fileInUse``.
    func remove(_ id: ImportFileID, by context: ServiceContext) async throws {
        try await database.write { tx in
            guard try Self.file(id, in: tx) != nil else { throw ImportFault.fileNotFound }
            guard try !Self.isInUse(id, in: tx) else { throw ImportFault.fileInUse }
            try Self.removeRows(of: id, in: tx)
            try audit.record(context, action: "import-file.remove", object: id.rawValue, in: tx)
        }
        try await pieces.remove(id)
    }

    /// Removes bytes on this machine whose file is gone: a crash came between the two, or another replica removed it.
    func tidy() async throws {
        // First what is here, then what is known: a file is known before its first byte is here.
        for id in try await pieces.held() where try await file(id) == nil { try await pieces.remove(id) }
    }

    // MARK: Within a transaction

    static let columns = "file_id, name, bytes, received, fingerprint, created_at, used_at, gone_by"

    static func file(_ id: ImportFileID, in tx: any SQLTransaction) throws -> Stored? {
        try tx.row("SELECT \(columns) FROM import_file WHERE file_id = $1", [id]).map(stored)
    }

    static func isInUse(_ id: ImportFileID, in tx: any SQLTransaction) throws -> Bool {
        try tx.row("SELECT 1 AS one FROM file_import WHERE file_id = $1 AND state IN ('queued', 'running', 'paused') LIMIT 1", [id]) != nil
    }

    static func removeRows(of id: ImportFileID, in tx: any SQLTransaction) throws {
        try tx.execute("DELETE FROM import_piece WHERE file_id = $1", [id])
        try tx.execute("DELETE FROM import_file WHERE file_id = $1", [id])
    }

    static func stored(_ row: SQLRow) throws -> Stored {
        Stored(
            id: try row.id("file_id"), name: try row.text("name"), bytes: try row.integer("bytes"), received: try row.integer("received"),
            fingerprint: UInt64(bitPattern: try row.integer("fingerprint")), createdAt: try row.instant("created_at"),
            usedAt: try row.instant("used_at"), goneBy: try row.instantOrNull("gone_by"))
    }
}
