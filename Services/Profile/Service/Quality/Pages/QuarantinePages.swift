import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// `/ui/profile/quality/quarantine…`: what waits, taking it in again, letting it go.
struct QuarantinePages: Sendable {
    static let address = QualityTabs.quarantine.address
    private static let rowsMax = 25

    let console: Console
    let quality: QualityChapter
    let audit: AuditLog

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/quality/quarantine", use: list)
            .get("/ui/profile/quality/quarantine/events/:id", use: show)
        console.pages(on: router, requiring: .profileWrite)
            .post("/ui/profile/quality/quarantine/replay", use: replay)
            .get("/ui/profile/quality/quarantine/discard", use: confirmDiscard)
            .post("/ui/profile/quality/quarantine/discard", use: discard)
            .post("/ui/profile/quality/quarantine/runs/:id/cancel", use: cancel)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await quality.access.screen(console, request, context)
        let page = PageRequest(limit: Self.rowsMax, after: request.query("after"))
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let form = QuarantineForm { request.query($0) }
        async let found = quality.quarantine.page(form.filter(screen), limit: page.limit, before: before ?? nil)
        async let choices = quality.quarantine.choices()
        async let runs = quality.desk.runs()
        async let waiting = quality.quarantine.count()
        return screen.answer(
            QuarantineListView(
                screen: screen, form: form, found: try await found, choices: try await choices, runs: try await runs,
                waiting: try await waiting, after: page.after
            ).page)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await quality.access.screen(console, request, context)
        guard let event = try await event(context) else { throw Problem.notFound("event in quarantine") }
        try await audit.record(actor: context.actor, action: "quarantine.viewed", object: event.eventId.rawValue, origin: context.peer)
        return screen.answer(QuarantinedEventView(screen: screen, event: event).page)
    }

    @Sendable private func replay(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await quality.access.screen(console, request, context)
        let form = QuarantineForm(try await request.formBody(context))
        _ = try await quality.desk.start(.replay, form.filter(screen), reason: nil, by: context)
        return screen.redirect(to: Self.address)
    }

    @Sendable private func confirmDiscard(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await quality.access.screen(console, request, context)
        return screen.answer(DiscardView(screen: screen, form: QuarantineForm { request.query($0) }).page)
    }

    @Sendable private func discard(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await quality.access.screen(console, request, context)
        let sent = try await request.formBody(context)
        let form = QuarantineForm(sent)
        do {
            _ = try await quality.desk.start(.discard, form.filter(screen), reason: sent["reason"], by: context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            let errors = FormErrors(["reason": screen("profile.quarantine.reasonMissing")])
            return screen.answer(DiscardView(screen: screen, form: form, values: sent, errors: errors).page, status: .unprocessableContent)
        }
        return screen.redirect(to: Self.address)
    }

    @Sendable private func cancel(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id: JobID = try context.id("id", kind: "job")
        guard let run = try await quality.desk.runs().first(where: { $0.job.id == id }) else { throw Problem.notFound("job") }
        try run.job.requireCancelling(by: try context.requirePrincipal())
        _ = try await quality.jobs.cancel(id)
        return console.screen(request, context).redirect(to: Self.address)
    }

    private func event(_ context: ServiceContext) async throws -> QuarantinedEvent? {
        guard let id = Int64(try context.text("id")) else { return nil }
        return try await quality.quarantine.event(id)
    }
}
