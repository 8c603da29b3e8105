package import CommonModels
package import ServiceKit

/// What any of the services holds of a person, in the form they all share.
package struct SubjectClient: Sendable {
    /// Rows of one page.
    package static let pageMax = 500

    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// How many rows stand in which table.
    /// - Parameter merged: ids that were merged into `id`.
    package func counts(of id: ProfileID, merged: [ProfileID], at service: ServiceName) async throws -> [SubjectCount] {
        let call = ServiceCall.get("/v1/subjects/\(id.rawValue)", query: [("merged", Self.list(merged))])
        return try await http.send(call, to: service).decode([String: [SubjectCount]].self, from: service)["sections"] ?? []
    }

    /// A page of the rows of one table.
    package func rows(
        of id: ProfileID, merged: [ProfileID], section: String, after: String?, at service: ServiceName
    ) async throws -> Page<JSONValue> {
        let call = ServiceCall.get(
            "/v1/subjects/\(id.rawValue)/\(PercentEncoding.encoded(section))",
            query: [("merged", Self.list(merged)), ("after", after), ("limit", String(Self.pageMax))])
        return try await http.send(call, to: service).decode(Page<JSONValue>.self, from: service)
    }

    private static func list(_ ids: [ProfileID]) -> String? {
        ids.isEmpty ? nil : ids.map(\.rawValue).joined(separator: ",")
    }
}
