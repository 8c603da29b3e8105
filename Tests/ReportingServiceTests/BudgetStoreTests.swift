import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ReportingService

@Suite("Shared budget over HTTP")
struct BudgetStoreTests {
    @Test("contributions, approval, orders and payments add up, and costs split to the last won", arguments: TestEngine.available)
    func scenario(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app in
            try await BudgetScenario.play(app)
            let summary = try await app.get("/v1/budget").json
            #expect(summary["contributed"]?["amount"] == "2000000")
            #expect(summary["pool"]?["amount"] == "1400000")
            let initiative = try #require(summary["initiatives"]?.arrayValue?.first)
            #expect(initiative["budget"]?["amount"] == "600000")
            #expect(initiative["spent"]?["amount"] == "100001")
            #expect(initiative["committed"]?["amount"] == "0")
            #expect(initiative["costs"]?.arrayValue?.map { $0["cost"]?["amount"]?.stringValue } == ["70001", "30000"])
            let sums = try await app.database.read { transaction in
                try transaction.rows("SELECT sequence, CAST(SUM(amount) AS BIGINT) AS total FROM ledger_posting GROUP BY sequence").map {
                    try $0.integer("total")
                }
            }
            #expect(sums.count == 5 && sums.allSatisfy { $0 == 0 })
            let entries = try await app.get("/v1/budget/entries?limit=2").json
            #expect(entries["items"]?.arrayValue?.map { $0["kind"]?.stringValue } == ["spend", "commit"])
            let next = try #require(entries["next"]?.stringValue)
            #expect(try await app.get("/v1/budget/entries?limit=3&after=\(next)").json["items"]?.arrayValue?.count == 3)
        }
    }

    @Test("money that is not there is refused and nothing moves", arguments: TestEngine.available)
    func refusals(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app in
            let (id, departments) = try await BudgetScenario.play(app)
            let before = try await app.get("/v1/budget").json
            #expect(try await BudgetScenario.entry(app, "commit", id, "500000").problem == "budget-exhausted")
            #expect(try await BudgetScenario.entry(app, "release", id, "1").problem == "not-committed")
            let tomorrow: JSONValue = [
                "kind": "contribute", "departmentId": .string(departments[0]), "amount": ["amount": "1", "currency": "KRW"],
                "day": "2099-01-01",
            ]
            #expect(try await app.post("/v1/budget/entries", tomorrow).status == .unprocessableContent, "of money to come")
            #expect(try await BudgetScenario.entry(app, "allot", id, "1").problem == "validation")
            #expect(try await app.post("/v1/budget/initiatives/\(id)/approve", [:]).problem == "initiative-decided")
            let wrongCurrency: JSONValue = [
                "kind": "contribute", "departmentId": .string(departments[0]), "amount": ["amount": "1.00", "currency": "EUR"],
            ]
            #expect(try await app.post("/v1/budget/entries", wrongCurrency).problem == "validation")
            let large = try await app.post(
                "/v1/budget/initiatives",
                [
                    "name": "큰 과제", "sponsorId": .string(departments[0]), "requested": BudgetScenario.money("1400001"),
                    "shares": [["departmentId": .string(departments[0]), "percent": "100"]],
                ])
            let other = try #require(try large.json["id"]?.stringValue)
            #expect(try await app.post("/v1/budget/initiatives/\(other)/approve", [:]).problem == "pool-exhausted")
            #expect(try await BudgetScenario.entry(app, "spend", other, "1").problem == "initiative-not-approved")
            let after = try await app.get("/v1/budget").json
            #expect(after["pool"] == before["pool"] && after["spent"] == before["spent"])
        }
    }

    @Test("a movement whose answer was lost with the process is not made again", arguments: TestEngine.available)
    func lostAnswer(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app in
            let (_, departments) = try await BudgetScenario.play(app)
            let body: JSONValue = [
                "kind": "contribute", "departmentId": .string(departments[0]), "amount": BudgetScenario.money("1000"),
            ]
            let headers: HTTPFields = [.idempotencyKey: "pay-1"]
            #expect(try await app.post("/v1/budget/entries", body, headers: headers).status == .created)
            // As the process leaves it when it dies between the commit and the answer.
            try await app.database.write { transaction in
                _ = try transaction.execute("UPDATE maru_idempotency SET status = NULL, headers = NULL, body = NULL, running_until = 1")
            }
            #expect(try await app.post("/v1/budget/entries", body, headers: headers).problem == "idempotency-unanswered")
            #expect(try await app.get("/v1/budget").json["pool"]?["amount"] == "1401000")
        }
    }

    @Test("what could not be listed any more is refused", arguments: TestEngine.available)
    func limits(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app async throws in
            try await app.database.write { transaction in
                _ = try transaction.insert(
                    into: "department", columns: ["department_id", "name"],
                    rows: (1..<BudgetStore.departmentsMax).map { [.text("dep_\($0)"), .text("d\($0)")] })
            }
            #expect(try await app.post("/v1/budget/departments", ["name": "last"]).status == .created)
            #expect(try await app.post("/v1/budget/departments", ["name": "more"]).problem == "too-many-departments")
            #expect(try await app.get("/v1/budget/departments").json["items"]?.arrayValue?.count == BudgetStore.departmentsMax)
        }
    }

    @Test("a department's name is taken once", arguments: TestEngine.available)
    func names(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app async throws in
            #expect(try await app.post("/v1/budget/departments", ["name": "IT"]).status == .created)
            #expect(try await app.post("/v1/budget/departments", ["name": "IT"]).problem == "department-exists")
            #expect(try await app.get("/v1/budget/departments").json["items"]?.arrayValue?.count == 1)
        }
    }

    @Test("two people approving at once cannot promise the same money twice", arguments: TestEngine.available)
    func race(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app in
            let (_, departments) = try await BudgetScenario.play(app)
            var ids: [String] = []
            for index in 0..<4 {
                let answer = try await app.post(
                    "/v1/budget/initiatives",
                    [
                        "name": .string("과제 \(index)"), "sponsorId": .string(departments[0]), "requested": BudgetScenario.money("1000000"),
                        "shares": [["departmentId": .string(departments[0]), "percent": "100"]],
                    ])
                ids.append(try #require(try answer.json["id"]?.stringValue))
            }
            let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for id in ids { group.addTask { try await app.post("/v1/budget/initiatives/\(id)/approve", [:]).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == .ok }.count == 1)
            #expect(try await app.get("/v1/budget").json["pool"]?["amount"] == "400000")
        }
    }

    @Test("a change of an initiative is told in reporting's own feed and in the audit log")
    func feed() async throws {
        try await TestInstallation.of(ReportingService.self) { app in
            let (id, _) = try await BudgetScenario.play(app)
            let events = try #require(try await app.get("/v1/feed").json.arrayValue)
            #expect(events.compactMap { $0["data"]?["change"]?.stringValue } == ["proposed", "approved", "commit", "spend"])
            #expect(events.allSatisfy { $0["subject"]?.stringValue == id })
            let audit = try await app.get("/v1/audit?limit=100").text
            #expect(audit.contains("budget.approved"))
        }
    }

    @Test("a form that is refused comes back with what is wrong and what was typed")
    func form() async throws {
        try await TestInstallation.of(ReportingService.self) { app in
            var headers = try await app.session(of: [.finance])
            headers[.contentType] = "application/x-www-form-urlencoded"
            headers[.accept] = "text/html"
            let refused = try await app.send(
                .post, "/ui/reporting/budget/contribute?lang=en", key: nil, headers: headers,
                body: .init(string: "department=Sales&amount=lots&currency=KRW"))
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("Please enter an amount above 0.") && refused.text.contains("value=\"Sales\""))
            let taken = try await app.send(
                .post, "/ui/reporting/budget/contribute", key: nil, headers: headers,
                body: .init(string: "department=Sales&amount=1%2C000&currency=krw"))
            #expect(taken.status == .seeOther)
            #expect(try await app.get("/v1/budget").json["pool"]?["amount"] == "1000")
        }
    }
}
