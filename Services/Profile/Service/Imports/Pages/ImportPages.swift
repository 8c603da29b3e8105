import CommonModels
import ConsoleKit
import Hummingbird
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit

/// `/ui/profile/imports…`: files that become events, and the mappings that say how.
struct ImportPages: Sendable {
    static let address = "/ui/profile/imports"
    private static let listMax = 20
    private static let rejectsMax = 50

    let console: Console
    let chapter: ImportChapter

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/imports", use: list).get("/ui/profile/imports/:id", use: show)
        console.pages(on: router, requiring: .profileWrite)
            .get("/ui/profile/imports/new", use: new).post("/ui/profile/imports", use: start)
            .post("/ui/profile/imports/:id/pause") { try await tell(.pause, $0, $1) }
            .post("/ui/profile/imports/:id/resume") { try await tell(.resume, $0, $1) }
            .post("/ui/profile/imports/:id/cancel") { try await tell(.cancel, $0, $1) }
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let page = PageRequest(limit: Self.listMax, after: request.query("after"))
        async let found = chapter.store.list(limit: page.limit + 1, before: try page.textKey())
        async let mappings = chapter.mappings.list()
        let items = try await page.page(found, item: { $0 }, key: { Keyset([$0.id]).encoded })
        return screen.answer(ImportListPage(screen: screen, imports: items, mappings: try await mappings, after: page.after).page)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let record = try await record(context)
        let rejects = try await chapter.store.rejects(of: record.id, limit: Self.rejectsMax, after: nil)
        let screen = try await chapter.access.screen(console, request, context)
        return screen.answer(ImportPage(screen: screen, record: record, rejects: rejects).page)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let values = ["mapping": request.query("mapping") ?? "", "dryRun": "on"]
        return try await form(console.screen(request, context), values: values, errors: .none)
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        do {
            guard let file = try await file(sent, context) else {
                let key = sent["upload"]?.isEmpty ?? true ? "imports.form.nothing" : "imports.form.needsScripts"
                return try await form(screen, values: sent, errors: FormErrors(["rows": screen.words(key)]))
            }
            let mapping = sent["mapping"].flatMap { $0.isEmpty ? nil : $0 }
            let wanted = ImportRequest(file: file, mapping: mapping, isDryRun: sent["dryRun"] == "on")
            let record = try await chapter.desk.start(wanted, by: context)
            return screen.redirect(to: Self.address + "/" + record.id.rawValue)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await form(screen, values: sent, errors: FormErrors(problem.errors))
        } catch ImportFault.mappingMissing {
            return try await form(screen, values: sent, errors: FormErrors(["mapping": screen("imports.form.mappingMissing")]))
        }
    }

    /// The file that was uploaded before, or one made of the rows that were pasted.
    private func file(_ sent: [String: String], _ context: ServiceContext) async throws -> ImportFileID? {
        if let id = sent["file"].flatMap({ ImportFileID($0) }) { return id }
        guard let rows = sent["rows"], !rows.isEmpty else { return nil }
        let name = rows.first == "{" ? "pasted.jsonl" : "pasted.csv"
        let bytes = ByteBuffer(string: rows)
        let file = try await chapter.files.create(ImportFileRequest(name: name, bytes: Int64(bytes.readableBytes)), by: context)
        return try await chapter.files.append(bytes, to: file).id
    }

    private func form(_ screen: ConsoleScreen, values: [String: String], errors: FormErrors) async throws -> Response {
        let page = ImportFormPage(
            screen: screen, mappings: try await chapter.mappings.list().map(\.name), values: values, errors: errors)
        return screen.answer(page.page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func tell(_ order: ImportOrder, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let record = try await record(context)
        try await chapter.desk.tell(order, record, by: context)
        return console.screen(request, context).redirect(to: Self.address + "/" + record.id.rawValue)
    }

    private func record(_ context: ServiceContext) async throws -> ImportRecord {
        guard let record = try await chapter.store.record(context.id("id", kind: "import")) else { throw ImportFault.importNotFound }
        return record
    }
}
