import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// The pages of cases, for privacy officers and administrators.
struct CasePages: Sendable {
    let console: Console
    let rights: SubjectRights

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .privacyManage)
            .get("/ui/profile/cases", use: list)
            .get("/ui/profile/cases/new", use: new)
            .post("/ui/profile/cases/new", use: create)
            .get("/ui/profile/cases/:id", use: show)
            .post("/ui/profile/cases/:id/identity-check", use: verify)
            .get("/ui/profile/cases/:id/run", use: confirmRun)
            .post("/ui/profile/cases/:id/run", use: run)
            .get("/ui/profile/cases/:id/refuse", use: refusal)
            .post("/ui/profile/cases/:id/refuse", use: refuse)
            .post("/ui/profile/cases/:id/lift", use: lift)
            .post("/ui/profile/cases/:id/notes", use: note)
            .get("/ui/profile/cases/:id/bundle", use: bundle)
            .get("/ui/profile/cases/:id/bundle/:service/:section", use: table)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let page = try PageRequest(request)
        let isDone = request.query("view") == "done"
        let text = request.query("q")
        let found = try await entries(page, isDone: isDone, text: text)
        let shown = Array(found.prefix(page.limit))
        var next: String?
        if found.count > page.limit, let last = shown.last?.item {
            next = isDone ? last.id.rawValue : Keyset([last.dueAt, last.id]).encoded
        }
        let counts = try await rights.store.counts(now: screen.format.now)
        return screen.answer(
            CaseListPage(screen: screen, entries: shown, counts: counts, isDone: isDone, text: text, next: next, after: page.after).page)
    }

    private func entries(_ page: PageRequest, isDone: Bool, text: String?) async throws -> [CaseStore.Entry] {
        if let text {
            guard case .identity(let key)? = try? CaseFormPage.subject(text) else { return [] }
            return try await rights.store.cases(identityHash: rights.desk.hasher.hash(key))
        }
        if isDone { return try await rights.store.done(limit: page.limit + 1, before: page.after) }
        return try await rights.store.pending(limit: page.limit + 1, after: page.after.flatMap { Keyset(encoded: $0, count: 2) })
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let values = ["subject": request.query("subject"), "kind": request.query("kind")].compactMapValues { $0 }
        return screen.answer(CaseFormPage(screen: screen, law: rights.law, values: values).page)
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        do {
            let asked = try CaseFormPage.request(sent)
            let id = try await rights.desk.open(asked.request, about: asked.subject, law: asked.law, note: asked.note, by: context)
            return screen.redirect(to: "/ui/profile/cases/\(id)")
        } catch CaseError.alreadyOpen(let id) {
            return screen.redirect(to: "/ui/profile/cases/\(id)")
        } catch let error as CaseError where !error.problem.errors.isEmpty {
            let page = CaseFormPage(screen: screen, law: rights.law, values: sent, errors: FormErrors(error.problem.errors))
            return screen.answer(page.page, status: .unprocessableContent)
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let entry = try await entry(context)
        let bundle = entry.bundleUntil.map { $0 > screen.format.now } ?? false ? try await rights.bundles.sections(entry.item.id) : []
        return screen.answer(CasePage(screen: screen, entry: entry, bundle: bundle).page)
    }

    @Sendable private func verify(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        guard let method = IdentityCheck.Method(rawValue: sent["method"] ?? "") else {
            throw CaseError.invalid(field: "method", expected: "a way of checking")
        }
        let id: CaseID = try context.id("id", kind: "case")
        try await rights.desk.verify(id, method: method, note: sent["note"] ?? "", by: context)
        return back(to: id, request, context)
    }

    @Sendable private func confirmRun(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let item = try await entry(context).item
        return screen.answer(
            screen.confirm(
                title: CaseWords(screen).kind(item.request.action), active: .cases,
                consequence: screen("profile.case.run.\(item.request.action.rawValue)"), submit: screen("profile.case.run.submit"),
                to: "/ui/profile/cases/\(item.id)/run", cancel: "/ui/profile/cases/\(item.id)"))
    }

    @Sendable private func run(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id: CaseID = try context.id("id", kind: "case")
        try await rights.desk.start(id, by: context)
        return back(to: id, request, context)
    }

    @Sendable private func refusal(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let item = try await entry(context).item
        let form = screen.form()
        let address = "/ui/profile/cases/\(item.id)"
        return screen.answer(
            ConsolePage(
                title: screen("profile.case.refuse.title"), active: .cases,
                crumbs: [.init(screen("profile.cases.title"), "/ui/profile/cases")], answer: screen("profile.case.refuse.answer")
            ) {
                Markup.card(screen("profile.case.refuse.title")) {
                    form.markup(to: address + "/refuse", submit: screen("profile.case.refuse.submit"), isDanger: true, cancel: address) {
                        form.area("reason", screen("profile.case.refuse.reason"), isRequired: true, rows: 3)
                    }
                }
            })
    }

    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let id: CaseID = try context.id("id", kind: "case")
        guard let reason = sent["reason"], !reason.isEmpty else { throw CaseError.invalid(field: "reason", expected: "text") }
        try await rights.desk.refuse(id, reason: reason, by: context)
        return back(to: id, request, context)
    }

    @Sendable private func lift(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id: CaseID = try context.id("id", kind: "case")
        try await rights.desk.lift(id, note: "", by: context)
        return back(to: id, request, context)
    }

    @Sendable private func note(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let id: CaseID = try context.id("id", kind: "case")
        guard let text = sent["text"], !text.isEmpty else { throw CaseError.invalid(field: "text", expected: "text") }
        try await rights.desk.note(id, text: text, by: context)
        return back(to: id, request, context)
    }

    @Sendable private func bundle(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await rights.bundles.json(context.id("id", kind: "case"), for: context)
    }

    @Sendable private func table(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let service = ServiceName(rawValue: try context.text("service")) else { throw Problem.notFound("service") }
        return try await rights.bundles.csv(context.id("id", kind: "case"), service, context.text("section"), for: context)
    }

    private func entry(_ context: ServiceContext) async throws -> CaseStore.Entry {
        guard let entry = try await rights.store.entry(context.id("id", kind: "case")) else { throw CaseError.notFound }
        return entry
    }

    private func back(to id: CaseID, _ request: Request, _ context: ServiceContext) -> Response {
        console.screen(request, context).redirect(to: "/ui/profile/cases/\(id)")
    }
}
