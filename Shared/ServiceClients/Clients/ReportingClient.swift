package import CommonModels
import ServiceKit

/// Reporting, as its neighbours call it.
package struct ReportingClient: Sendable {
    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// The report of a quarter, e.g. `2026Q4`.
    package func report(quarter: String) async throws -> JSONValue {
        try await http.send(.get("/v1/report", query: [("quarter", quarter)]), to: .reporting).json(from: .reporting)
    }
}
