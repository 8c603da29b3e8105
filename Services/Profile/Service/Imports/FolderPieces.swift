import Foundation
import NIOCore
import ProfileDomain
import StorageKit

/// Pieces as files: `<folder>/<file>/<place>-<a name of its own>`, synced before anybody is told.
struct FolderPieces: ImportPieces {
    let folder: ImportFolder
    let database: any Database

    func keep(_ bytes: ByteBuffer, of id: ImportFileID, at place: Int64) async throws -> ImportPiece {
        // Two uploads of one file do not write into each other's pieces.
        let name = "\(place)-\(UUID().uuidString)"
        try await folder.write(bytes, to: id, name)
        return ImportPiece(file: .text(name), content: .null)
    }

    func stage(_ id: ImportFileID) async throws -> [String] {
        let names = try await database.read { tx in
            try tx.rows("SELECT file FROM import_piece WHERE file_id = $1 ORDER BY place", [id]).map { try $0.text("file") }
        }
        return names.map { folder.path(id, $0) }
    }

    /// They are the pieces themselves.
    func unstage(_ id: ImportFileID) async throws {}

    func remove(_ id: ImportFileID) async throws { try await folder.remove(id) }

    /// Nothing here is a copy.
    func clear() async throws {}

    func held() async throws -> [ImportFileID] { try await folder.files() }
}
