import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import TestFixtures
import Testing

/// A small shared budget, made over HTTP.
enum BudgetScenario {
    /// Two departments give 1,000,000 each; an initiative of 600,000 shared 70/30 is approved and spends 100,001.
    @discardableResult
    static func play(_ app: TestInstallation) async throws -> (initiative: String, departments: [String]) {
        var departments: [String] = []
        for name in ["마케팅", "IT"] {
            let id = try #require(try await app.post("/v1/budget/departments", ["name": .string(name)]).json["id"]?.stringValue)
            departments.append(id)
            let given = try await app.post(
                "/v1/budget/entries", ["kind": "contribute", "departmentId": .string(id), "amount": money("1000000")])
            #expect(given.status == .created)
        }
        let proposal = try await app.post(
            "/v1/budget/initiatives",
            [
                "name": "재구매 여정", "sponsorId": .string(departments[0]), "requested": money("600000"),
                "shares": [
                    ["departmentId": .string(departments[0]), "percent": "70"], ["departmentId": .string(departments[1]), "percent": "30"],
                ],
            ])
        let id = try #require(try proposal.json["id"]?.stringValue)
        #expect(try await app.post("/v1/budget/initiatives/\(id)/approve", [:]).status == .ok)
        #expect(try await entry(app, "commit", id, "50000").status == .created)
        let paid = try await app.post(
            "/v1/budget/entries",
            ["kind": "spend", "initiativeId": .string(id), "amount": money("100001"), "fromCommitted": money("50000"), "memo": "발송"])
        #expect(paid.status == .created)
        return (id, departments)
    }

    static func entry(_ app: TestInstallation, _ kind: String, _ id: String, _ amount: String) async throws -> TestResponse {
        try await app.post("/v1/budget/entries", ["kind": .string(kind), "initiativeId": .string(id), "amount": money(amount)])
    }

    static func money(_ amount: String) -> JSONValue { ["amount": .string(amount), "currency": "KRW"] }
}
