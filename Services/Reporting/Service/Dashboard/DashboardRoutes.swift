import ConsoleKit
import Hummingbird
import ReportingDomain
import ServiceKit

/// The start page and the quarterly report's page.
struct DashboardRoutes {
    let console: Console
    let reports: ReportStore

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .reportingRead)
            .get("/ui/reporting", use: today)
            .get("/ui/reporting/report", use: report)
    }

    @Sendable private func today(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let report = try await reports.report(try await quarter(request))
        let (newest, rebuild) = try await reports.freshness()
        return screen.answer(
            DashboardPage(screen: screen, report: report, quarters: try await reports.quarters(), newest: newest, rebuild: rebuild).page)
    }

    @Sendable private func report(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let report = try await reports.report(try await quarter(request))
        return screen.answer(
            ReportPage(screen: screen, report: report, table: try await reports.table(), quarters: try await reports.quarters()).page)
    }

    private func quarter(_ request: Request) async throws -> Quarter {
        guard let text = request.query("quarter") else { return try await reports.latestQuarter() }
        return try KPIRoutes.quarter(text)
    }
}
