import CommonModels
import HTTPTypes
import Hummingbird
import NIOCore
import ReportingDomain
import ServiceKit

/// The quarterly report as JSON, CSV and page, all from the same numbers.
struct ReportRoutes {
    let store: ReportStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.reportingRead, path: "/v1")
            .get("report", use: report)
            .get("report.csv", use: reportCSV)
            .get("report/quarters", use: table)
            .get("report/quarters.csv", use: tableCSV)
    }

    /// JSON, or what `Accept` would rather have: `text/csv`, `text/html`.
    @Sendable private func report(_ request: Request, _ context: ServiceContext) async throws -> Response {
        if request.prefersCSV { return try await reportCSV(request, context) }
        let quarter = try await quarter(request)
        if request.prefersHTML {
            return Response(status: .seeOther, headers: [.location: "/ui/reporting/report?quarter=\(quarter)"])
        }
        return try JSONResponse(json: ReportJSON.report(try await store.report(quarter))).response(from: request, context: context)
    }

    @Sendable private func reportCSV(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let quarter = try await quarter(request)
        return .csv(ReportCSV.report(try await store.report(quarter)), fileName: "maru-\(quarter).csv")
    }

    @Sendable private func table(_ request: Request, _ context: ServiceContext) async throws -> Response {
        if request.prefersCSV { return try await tableCSV(request, context) }
        let rows = try await store.table().rows.map { row -> JSONValue in
            var members: JSONObject = ["quarter": .string(row.quarter.description), "extent": .string(row.extent.rawValue)]
            for (column, cell) in zip(QuarterTable.columns, row.cells) { members[column.header] = cell.isEmpty ? .null : .string(cell) }
            return .object(members)
        }
        return try JSONResponse(json: ["items": .array(rows)]).response(from: request, context: context)
    }

    @Sendable private func tableCSV(_ request: Request, _ context: ServiceContext) async throws -> Response {
        .csv(ReportCSV.table(try await store.table()), fileName: "maru-quarters.csv")
    }

    private func quarter(_ request: Request) async throws -> Quarter {
        guard let text = request.query("quarter") else { return try await store.latestQuarter() }
        return try KPIRoutes.quarter(text)
    }
}

extension Request {
    fileprivate var prefersCSV: Bool { headers[.accept]?.contains("text/csv") ?? false }
}

extension Response {
    fileprivate static func csv(_ text: String, fileName: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(fileName)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
