import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// The page of labels, policies and retention.
struct GovernancePages: Sendable {
    let console: Console
    let governance: Governance

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/policies", use: show)
        console.pages(on: router, requiring: .privacyManage)
            .post("/ui/profile/policies", use: savePolicies)
            .post("/ui/profile/retention", use: saveRetention)
            .post("/ui/profile/retention/run", use: run)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(console.screen(request, context))
    }

    @Sendable private func savePolicies(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        let json = (try? JSONValue(parsing: sent["policies"] ?? "")) ?? .null
        do {
            let book = try PolicyBook(stated: json)
            let present = try await governance.store.book().version
            _ = try await governance.store.replace(book, expecting: sent["version"].flatMap { Int64($0) } ?? present, by: context)
            return screen.redirect(to: "/ui/profile/policies")
        } catch GovernanceError.invalid(let pointer, let expected) {
            return try await page(screen, values: sent, errors: FormErrors(["policies": "\(pointer): \(expected)"]))
        }
    }

    @Sendable private func saveRetention(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        do {
            let rules = try RetentionRules(json: (try? JSONValue(parsing: sent["retention"] ?? "")) ?? .null)
            let present = try await governance.store.retention().version
            let version = sent["version"].flatMap { Int64($0) } ?? present
            _ = try await governance.store.replace(rules, expecting: version, by: context)
            return screen.redirect(to: "/ui/profile/policies")
        } catch GovernanceError.invalid(let pointer, let expected) {
            return try await page(screen, values: sent, errors: FormErrors(["retention": "\(pointer): \(expected)"]))
        }
    }

    @Sendable private func run(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await governance.jobs.start(by: context.actor)
        return console.screen(request, context).redirect(to: "/ui/profile/policies")
    }

    private func page(
        _ screen: ConsoleScreen, values: [String: String] = [:], errors: FormErrors = .none
    ) async throws -> Response {
        async let book = governance.store.book()
        async let standing = governance.store.standing()
        async let retention = governance.store.retention()
        async let jobs = governance.jobs.jobs.jobs(kind: RetentionJobs.kind, limit: 1)
        let page = GovernancePage(
            screen: screen, book: try await book, inherited: try await standing.inherited, retention: try await retention,
            lastJob: try await jobs.first, values: values, errors: errors)
        return screen.answer(page.page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
