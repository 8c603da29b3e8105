import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// The pages of data quality: scores, one source, quarantine, the tracking plan.
struct QualityPages: Sendable {
    private static let daysShown: Int64 = 7

    let console: Console
    let quality: QualityChapter
    let access: FieldAccess
    let audit: AuditLog

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/quality", use: overview)
            .get("/ui/profile/quality/sources/:source", use: source)
        QuarantinePages(console: console, quality: quality, audit: audit).add(to: router)
        PlanPages(console: console, plan: quality.plan, trial: quality.trial, access: access).add(to: router)
    }

    @Sendable private func overview(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let now = screen.format.now
        async let histories = quality.scores.histories(now: now)
        async let violations = quality.scores.violations(days: Self.daysShown, now: now)
        async let entries = quality.plan.all()
        async let waiting = quality.quarantine.count()
        return screen.answer(
            QualityOverview(
                screen: screen, histories: try await histories, violations: try await violations, hasPlan: try await !entries.isEmpty,
                waiting: try await waiting, now: now
            ).page)
    }

    @Sendable private func source(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let now = screen.format.now
        let name = try context.pathText("source")
        guard let history = try await quality.scores.histories(source: name, now: now).first else { throw Problem.notFound("source") }
        let violations = try await quality.scores.violations(days: Self.daysShown, source: name, now: now)
        return screen.answer(SourceQualityView(screen: screen, history: history, violations: violations, now: now).page)
    }
}
