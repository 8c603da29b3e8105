import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// `/ui/profile/signals…`: what happens around customers, to things that are no people.
struct SignalPages: Sendable {
    static let address = "/ui/profile/signals"
    private static let listMax = 20

    let console: Console
    let store: SignalStore
    let types: SignalTypeStore
    let access: FieldAccess

    static func address(of subject: SignalSubject) -> String { address + "/" + subject.type + "/" + PageAddress.encoded(subject.id) }

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/signals", use: list)
            .get("/ui/profile/signals/:type", use: subjects).get("/ui/profile/signals/:type/:id", use: show)
        console.pages(on: router, requiring: .profileWrite).post("/ui/profile/signals", use: declare)
            .post("/ui/profile/signals/:type", use: change)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await list(request, context, values: [:], errors: .none)
    }

    private func list(
        _ request: Request, _ context: ServiceContext, values: [String: String], errors: FormErrors
    ) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = PageRequest(limit: Self.listMax, after: request.query("after"))
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        async let latest = store.latest(limit: page.limit + 1, before: before ?? nil)
        async let types = types.list()
        let entries = try await page.page(latest, item: { screen.fields.signal($0.signal) }, key: { String($0.sequence) })
        let drawn = SignalListPage(
            screen: screen, types: try await types, latest: entries, after: page.after, values: values, errors: errors)
        return screen.answer(drawn.page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func declare(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let screen = console.screen(request, context)
        do {
            let type = try SignalType(json: Self.document(sent), key: sent["key"] ?? "")
            _ = try await types.put(type, expecting: .creates, by: context)
        } catch let faults as DocumentFaults {
            return try await list(request, context, values: sent, errors: Self.errors(faults, screen))
        } catch let problem as Problem where problem.status == .preconditionRequired {
            return try await list(request, context, values: sent, errors: FormErrors(["key": screen("signals.type.taken")]))
        }
        return screen.redirect(to: Self.address)
    }

    @Sendable private func subjects(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await subjects(request, context, values: nil, errors: .none)
    }

    private func subjects(
        _ request: Request, _ context: ServiceContext, values: [String: String]?, errors: FormErrors
    ) async throws -> Response {
        let screen = console.screen(request, context)
        let key = try context.pathText("type")
        let page = PageRequest(limit: 50, after: request.query("after"))
        async let found = store.subjects(of: key, limit: page.limit + 1, after: try page.textKey())
        let stored = try await types.type(key)
        let items = try await page.page(found, item: { $0 }, key: { Keyset([$0.subject.id]).encoded })
        guard stored != nil || !items.items.isEmpty else { throw Problem.notFound("signal type") }
        let drawn = SignalTypePage(
            screen: screen, key: key, stored: stored, subjects: items, after: page.after, values: values, errors: errors)
        return screen.answer(drawn.page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let screen = console.screen(request, context)
        let key = try context.pathText("type")
        do {
            let type = try SignalType(json: Self.document(sent), key: key)
            _ = try await types.put(type, expecting: .replaces(Int(sent["version"] ?? "") ?? 0), by: context)
        } catch let faults as DocumentFaults {
            return try await subjects(request, context, values: sent, errors: Self.errors(faults, screen))
        } catch let problem as Problem where problem.status == .preconditionFailed {
            return try await subjects(request, context, values: sent, errors: FormErrors(["ko": screen("signals.type.changed")]))
        }
        return screen.redirect(to: Self.address + "/" + key)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = PageRequest(limit: 50, after: request.query("after"))
        let subject = try context.signalSubject
        guard let found = try await store.subject(subject) else { throw Problem.notFound("subject") }
        let entries = try await store.timeline(of: subject, limit: page.limit + 1, before: try page.signalPlace())
        let items = page.page(
            entries, item: { screen.fields.signal($0.signal) }, key: { Keyset([$0.signal.time, $0.sequence]).encoded })
        let state = found.state.map { screen.fields.state($0) }
        let type = try await types.type(subject.type)?.type
        return screen.answer(
            SignalSubjectPage(screen: screen, type: type, found: found.subject, state: state, timeline: items, after: page.after).page
        )
    }

    /// The form as the document it stands for; what was left empty says nothing.
    private static func document(_ sent: [String: String]) -> JSONValue {
        var members: JSONObject = ["name": ["ko": .string(sent["ko"] ?? ""), "en": .string(sent["en"] ?? "")]]
        if let text = sent["description"], !text.isEmpty { members["description"] = .string(text) }
        if let text = sent["idPattern"], !text.isEmpty { members["idPattern"] = .string(text) }
        let sources = (sent["sources"] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        if !sources.isEmpty { members["sources"] = .array(sources.map { .string($0) }) }
        if let text = sent["keepDays"], !text.isEmpty { members["keepDays"] = Int64(text).map { .integer($0) } ?? .string(text) }
        return .object(members)
    }

    private static func errors(_ faults: DocumentFaults, _ screen: ConsoleScreen) -> FormErrors {
        FormErrors(
            Dictionary(
                faults.faults.map { fault in
                    let field = String(fault.pointer.dropFirst())
                    return (field == "name" ? "ko" : field, FaultWords(screen).text(fault.detail))
                }, uniquingKeysWith: { "\($0) · \($1)" }))
    }
}
