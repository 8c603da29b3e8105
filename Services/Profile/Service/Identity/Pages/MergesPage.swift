import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// Which profiles became one, why, and how to join or part them by hand.
struct MergesPage: Sendable {
    private static let limit = 50

    let console: Console
    let access: FieldAccess
    let merger: ProfileMerger
    let unmerger: ProfileUnmerger
    let log: MergeLog
    let desk: IdentityDesk
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead)
            .get("/ui/profile/merges", use: list)
            .get("/ui/profile/merges/:number", use: show)
        console.pages(on: router, requiring: .profileWrite)
            .get("/ui/profile/merges/new", use: new)
            .post("/ui/profile/merges/new", use: merge)
            .post("/ui/profile/merges/:number", use: undo)
    }

    /// `?profile=` those of one person, `?identity=namespace:value` those a value caused, else all.
    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = PageRequest(limit: Self.limit, after: request.query("after"))
        let merges: Page<MergeLog.Entry>
        if let profile = request.query("profile") {
            guard let id = ProfileID(profile), let found = try await log.merges(of: id) else { throw MergeError.noSuchProfile }
            merges = Page(items: found, next: nil)
        } else {
            var cause: IdentityKey?
            if let text = request.query("identity") { cause = try await desk.key(text) }
            let before = page.after.map { Int64($0) }
            if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
            let found = try await log.page(causedBy: cause, limit: page.limit + 1, before: before ?? nil)
            merges = page.page(found, item: { $0 }, key: { String($0.id) })
        }
        return screen.answer(
            MergeListView(screen: screen, merges: merges, identity: request.query("identity"), after: page.after).page)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let values = ["survivor": request.query("survivor") ?? "", "with": request.query("with") ?? ""]
        return try await form(request, context, values)
    }

    private func form(
        _ request: Request, _ context: ServiceContext, _ values: [String: String], errors: FormErrors = .none
    ) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        var errors = errors
        var preview: MergePreview?
        if let survivor = ProfileID(values["survivor"] ?? ""), let with = ProfileID(values["with"] ?? "") {
            do {
                preview = try await merger.preview(survivor, with: with)
            } catch let error as MergeError {
                errors = FormErrors(["with": screen("profile.merges.refused.\(error.problem.type)")])
            }
        }
        return screen.answer(
            MergeFormView(screen: screen, form: screen.form(values: values, errors: errors), preview: preview).page,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func merge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let screen = try await access.screen(console, request, context)
        guard let survivor = ProfileID(sent["survivor"] ?? ""), let with = ProfileID(sent["with"] ?? "") else {
            throw MergeError.noSuchProfile
        }
        guard let reason = try? MergeReasonText.checked(sent["reason"]) else {
            return try await form(request, context, sent, errors: FormErrors(["reason": screen("profile.merges.reasonNeeded")]))
        }
        do {
            let merged = try await merger.merge(survivor, with: with, note: reason, by: IdentityActor(context), at: clock.now())
            return screen.redirect(to: "/ui/profile/merges/\(merged.mergeId)")
        } catch let error as MergeError {
            return try await form(
                request, context, sent, errors: FormErrors(["with": screen("profile.merges.refused.\(error.problem.type)")]))
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await one(request, context)
    }

    private func one(
        _ request: Request, _ context: ServiceContext, _ sent: [String: String] = [:], errors: FormErrors = .none
    ) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let number = try number(context)
        guard let entry = try await log.page(causedBy: nil, limit: 1, before: number + 1).first, entry.id == number else {
            throw MergeError.noSuchMerge
        }
        var outcome: UnmergeOutcome?
        if entry.undoneAt == nil { outcome = try? await unmerger.preview(number) }
        return screen.answer(
            MergeView(screen: screen, entry: entry, outcome: outcome, form: screen.form(values: sent, errors: errors)).page,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func undo(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let screen = try await access.screen(console, request, context)
        guard let reason = try? MergeReasonText.checked(sent["reason"]) else {
            return try await one(request, context, sent, errors: FormErrors(["reason": screen("profile.merges.reasonNeeded")]))
        }
        let number = try number(context)
        _ = try await unmerger.undo(number, note: reason, by: IdentityActor(context), at: clock.now())
        return screen.redirect(to: "/ui/profile/merges/\(number)")
    }

    private func number(_ context: ServiceContext) throws -> Int64 {
        guard let number = Int64(try context.text("number")), number > 0, number < .max else { throw MergeError.noSuchMerge }
        return number
    }
}
