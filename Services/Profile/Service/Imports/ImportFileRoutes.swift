import CommonModels
import HTTPTypes
import Hummingbird
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit

/// Files to import: `/v1/import-files`. A file is announced with its size, then its bytes are put, whole or in pieces.
struct ImportFileRoutes: Sendable {
    let files: ImportFileStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/import-files").get(use: list).get(":id", use: show)
        router.requiring(.profileWrite, path: "/v1/import-files").post(use: create).delete(":id", use: remove)
            .put(":id/content", use: upload)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let found = try await files.list(limit: page.limit + 1, before: try page.textKey())
        return try JSONResponse(.ok, page.page(found, item: \.json, key: { Keyset([$0.id]).encoded }))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: try await file(context).json)
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let wanted = try ImportFileRequest(json: try await request.jsonValue(context), bytesMax: files.bytesMax)
        let file = try await files.create(wanted, by: context)
        return JSONResponse(.created, json: file.json, headers: [.location: "/v1/import-files/\(file.id)"])
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await files.remove(file(context).id, by: context)
        return Response(status: .noContent)
    }

    /// Takes bytes as they come, a piece of at most ``ImportLimits/pieceBytesMax`` in memory at a time. What was received
    /// stays when the sender goes away; the file's `receivedBytes` says where to go on.
    @Sendable private func upload(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        var file = try await file(context)
        let offset = try request.query("offset", in: 0...Int.max) ?? 0
        guard Int64(offset) == file.received else { throw ImportFault.wrongOffset(received: file.received) }
        var piece = ByteBuffer()
        for try await part in request.body {
            piece.writeImmutableBuffer(part)
            while piece.readableBytes >= ImportLimits.pieceBytesMax, let full = piece.readSlice(length: ImportLimits.pieceBytesMax) {
                file = try await files.append(full, to: file)
                piece.discardReadBytes()
            }
        }
        if piece.readableBytes > 0 { file = try await files.append(piece, to: file) }
        return JSONResponse(json: file.json)
    }

    private func file(_ context: ServiceContext) async throws -> ImportFileStore.Stored {
        guard let file = try await files.file(context.id("id", kind: "import file")) else { throw ImportFault.fileNotFound }
        return file
    }
}

extension ImportFileStore.Stored {
    var json: JSONValue {
        [
            "id": .string(id.rawValue), "name": .string(name), "bytes": .integer(bytes), "receivedBytes": .integer(received),
            "isComplete": .bool(isComplete), "createdAt": .string(createdAt.rfc3339), "usedAt": .string(usedAt.rfc3339),
            "expiresAt": .string(expiresAt.rfc3339),
        ]
    }
}
