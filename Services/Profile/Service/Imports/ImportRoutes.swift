import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ImportKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Imports that the service runs: `/v1/imports`.
struct ImportRoutes: Sendable {
    let desk: ImportDesk
    let store: ImportStore
    let access: FieldAccess
    let download: ImportRejectDownload

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/imports").get(use: list).get(":id", use: show)
        router.requiring(.profileWrite, path: "/v1/imports").post(use: start).get(":id/rejects.csv", use: rejects)
            .post(":id/pause") { try await tell(.pause, $0, $1) }
            .post(":id/resume") { try await tell(.resume, $0, $1) }
            .post(":id/cancel") { try await tell(.cancel, $0, $1) }
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let found = try await store.list(limit: page.limit + 1, before: try page.textKey())
        return try JSONResponse(
            .ok, page.page(found, item: { $0.json(withSamples: false) }, key: { Keyset([$0.id]).encoded }))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: try await record(context).json(withSamples: try await readsRows(context)))
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let record = try await desk.start(
            try ImportRequest(json: body, formats: ImportFormat.allCases.map(\.rawValue)), by: context)
        return JSONResponse(
            .accepted, json: record.json(withSamples: try await readsRows(context)),
            headers: [.location: "/v1/imports/\(record.id)"])
    }

    /// Rows hold whatever a file does, so that no label of a field is found in them: they are for those who read everything.
    private func readsRows(_ context: ServiceContext) async throws -> Bool {
        guard try context.requirePrincipal().may(.profileWrite) else { return false }
        return try await access.mask(for: context).readsEverything
    }

    private func tell(_ order: ImportOrder, _ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await desk.tell(order, try await record(context), by: context)
        return JSONResponse(.accepted, json: try await record(context).json(withSamples: try await readsRows(context)))
    }

    @Sendable private func rejects(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await download.response(try await record(context), for: context)
    }

    private func record(_ context: ServiceContext) async throws -> ImportRecord {
        guard let record = try await store.record(context.id("id", kind: "import")) else { throw ImportFault.importNotFound }
        return record
    }
}
