import NIOCore
import ProfileDomain
import StorageKit

/// Pieces as rows, so that every replica has them.
struct DatabasePieces: ImportPieces {
    /// Where this replica copies the file it imports; nobody else's.
    let folder: ImportFolder
    let database: any Database

    func keep(_ bytes: ByteBuffer, of id: ImportFileID, at place: Int64) async throws -> ImportPiece {
        ImportPiece(file: .null, content: .blob(Array(buffer: bytes)))
    }

    func stage(_ id: ImportFileID) async throws -> [String] {
        try await unstage(id)
        let places = try await database.read { tx in
            try tx.rows("SELECT place FROM import_piece WHERE file_id = $1 ORDER BY place", [id]).map { try $0.integer("place") }
        }
        for place in places {
            let content = try await database.read { tx in
                try tx.row("SELECT content FROM import_piece WHERE file_id = $1 AND place = $2", [id, place])?.blob("content") ?? []
            }
            try await folder.write(ByteBuffer(bytes: content), to: id, "\(place)")
        }
        return places.map { folder.path(id, "\($0)") }
    }

    func unstage(_ id: ImportFileID) async throws { try await folder.remove(id) }

    /// The rows went with their file's; what may be left is a copy.
    func remove(_ id: ImportFileID) async throws { try await folder.remove(id) }

    func clear() async throws { for id in try await folder.files() { try await folder.remove(id) } }

    func held() async throws -> [ImportFileID] { try await folder.files() }
}
