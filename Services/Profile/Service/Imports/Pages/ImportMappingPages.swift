import CommonModels
import ConsoleKit
import Hummingbird
import ImportKit
import ProfileDomain
import ServiceKit

/// `/ui/profile/import-mappings…`: making, changing and removing a saved mapping.
struct ImportMappingPages: Sendable {
    static let address = "/ui/profile/import-mappings"

    let console: Console
    let mappings: ImportMappingStore

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/import-mappings/:name", use: show)
        console.pages(on: router, requiring: .profileWrite)
            .get("/ui/profile/import-mappings/new", use: new).post("/ui/profile/import-mappings", use: create)
            .post("/ui/profile/import-mappings/:name", use: change).post("/ui/profile/import-mappings/:name/remove", use: remove)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        page(console.screen(request, context), nil, values: ["document": ImportListPage.example])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await stored(context)
        let json = stored.isYAML ? nil : try? JSONValue(parsing: stored.text)
        let text = json.map { JSONText.pretty($0) } ?? stored.text
        return page(console.screen(request, context), stored, values: ["document": text, "version": "\(stored.version)"])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        guard let name = ImportName(sent["name"] ?? "") else {
            let screen = console.screen(request, context)
            return page(screen, nil, values: sent, errors: FormErrors(["name": screen("imports.mappings.nameHint")]))
        }
        return try await save(request, context, sent, name, known: nil)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await stored(context)
        guard let name = ImportName(stored.name) else { throw ImportFault.mappingNotFound }
        return try await save(request, context, try await request.formBody(context), name, known: stored)
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await mappings.remove(context.text("name"), expecting: .replacesAny, by: context)
        return console.screen(request, context).redirect(to: ImportPages.address)
    }

    private func stored(_ context: ServiceContext) async throws -> ImportMappingStore.Stored {
        guard let stored = try await mappings.mapping(context.text("name")) else { throw ImportFault.mappingNotFound }
        return stored
    }

    private func save(
        _ request: Request, _ context: ServiceContext, _ sent: [String: String], _ name: ImportName, known: ImportMappingStore.Stored?
    ) async throws -> Response {
        let screen = console.screen(request, context)
        // Browsers send lines that end in CR LF.
        let text = (sent["document"] ?? "").replacing("\r\n", with: "\n")
        let expected: DocumentEdit = known == nil ? .creates : .replaces(Int(sent["version"] ?? "") ?? 0)
        do {
            _ = try await mappings.put(name, text: text, isYAML: true, expecting: expected, by: context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            let lines = FaultWords(screen).faults(problem.errors).map { ($0.pointer.isEmpty ? "" : $0.pointer + ": ") + $0.detail }
            return page(screen, known, values: sent, errors: FormErrors(["document": lines.joined(separator: " · ")]))
        } catch let problem as Problem where problem.status == .preconditionRequired || problem.status == .preconditionFailed {
            let key = known == nil ? "imports.mappings.taken" : "imports.mappings.changed"
            return page(screen, known, values: sent, errors: FormErrors([known == nil ? "name" : "document": screen.words(key)]))
        }
        return screen.redirect(to: ImportPages.address)
    }

    private func page(
        _ screen: ConsoleScreen, _ known: ImportMappingStore.Stored?, values: [String: String], errors: FormErrors = .none
    ) -> Response {
        let form = screen.form(values: values, errors: errors)
        let title = known?.name ?? screen("imports.mappings.new")
        let address = known.map { Self.address + "/" + $0.name } ?? Self.address
        let page = ConsolePage(
            title: title, active: .events, crumbs: [.init(screen("imports.title"), ImportPages.address)],
            answer: screen("imports.mappings.answer"),
            actions: known.map { .buttonLink(screen("imports.mappings.use"), ImportPages.address + "/new?mapping=\($0.name)") } ?? .empty
        ) {
            if screen.may(.profileWrite) {
                Markup.card(title) {
                    form.markup(to: address, submit: screen("imports.mappings.save"), cancel: ImportPages.address) {
                        if known == nil {
                            form.text(
                                "name", screen("imports.mappings.name"), hint: screen("imports.mappings.nameHint"), isRequired: true,
                                limit: ImportLimits.nameLengthMax)
                        } else {
                            form.hidden("version", values["version"] ?? "")
                        }
                        form.area(
                            "document", screen("imports.mappings.document"), hint: screen("imports.mappings.documentHint"),
                            isRequired: true, rows: 20, isCode: true)
                    }
                    if known != nil { screen.form().button(screen("imports.mappings.remove"), to: address + "/remove") }
                }
            } else {
                Markup.card(title) { Markup.code(values["document"] ?? "") }
            }
        }
        return screen.answer(page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
