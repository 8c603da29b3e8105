import NIOCore
import ProfileDomain
import StorageKit

/// Where the bytes of uploaded files are. Beside SQLite, which has one process, they are files in the service's folder; with
/// PostgreSQL, where any replica may take a piece and any other import it, they are rows, and the replica that imports
/// copies them to its own disk first.
protocol ImportPieces: Sendable {
    /// Keeps a piece; durable when it returns, or with the row that says so.
    /// - Returns: what `import_piece` says of it.
    func keep(_ bytes: ByteBuffer, of id: ImportFileID, at place: Int64) async throws -> ImportPiece
    /// Paths of the file's pieces on this machine, in order.
    func stage(_ id: ImportFileID) async throws -> [String]
    /// Takes away what ``stage(_:)`` copied.
    func unstage(_ id: ImportFileID) async throws
    /// Takes the bytes away whose rows were removed.
    func remove(_ id: ImportFileID) async throws
    /// Takes away what is on this machine and nowhere a piece itself: copies that a crash left. Before anything is staged.
    func clear() async throws
    /// Files that bytes are kept of on this machine.
    func held() async throws -> [ImportFileID]
}

/// What a row says of a piece.
struct ImportPiece: Sendable {
    let file: SQLValue
    let content: SQLValue
}
