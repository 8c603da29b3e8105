import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ReportingDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ReportingService

@Suite("Reporting over HTTP")
struct ReportingServiceTests {
    private func orders(_ app: TestInstallation) async throws {
        let facts = Facts(app.database)
        let (a, b) = (facts.profile(), facts.profile())
        try await facts.apply(
            try facts.order(a, "2026-05-05T10:00:00Z", "10.50", order: "1"), try facts.order(a, "2026-08-05T10:00:00Z", "20", order: "2"),
            try facts.order(b, "2026-08-06T10:00:00Z", "1.25", order: "3"))
    }

    @Test("the table of quarters as CSV and as JSON says the same, partial quarters marked", arguments: TestEngine.available)
    func table(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app in
            try await orders(app)
            let csv = try await app.get("/v1/report/quarters.csv")
            #expect(
                csv.text == "quarter,revenue,invoices,customers,aov,new,retained\n2026Q2,10.50,1,1,10.50,1,\n2026Q3,21.25,2,2,10.63,1,1\n")
            let items = try #require(try await app.get("/v1/report/quarters").json["items"]?.arrayValue)
            #expect(items.map { $0["extent"]?.stringValue } == ["partial", "partial"])
            #expect(items.map { $0["revenue"]?.stringValue } == ["10.50", "21.25"])
        }
    }

    @Test("the report answers as JSON and CSV from the same numbers, with targets and status", arguments: TestEngine.available)
    func report(engine: TestEngine) async throws {
        try await TestInstallation.of(ReportingService.self, engine: engine) { app in
            try await orders(app)
            try await app.post("/v1/targets/2026Q3", ["revenue": "20", "buyers": "5", "opt-out-rate": "0.01"], method: .put)
            let json = try await app.get("/v1/report?quarter=2026Q3").json
            let kpis = try #require(json["kpis"]?.arrayValue)
            func kpi(_ key: String) throws -> JSONValue { try #require(kpis.first { $0["key"]?.stringValue == key }) }
            #expect(try kpi("revenue")["value"] == "21.25")
            #expect(try kpi("revenue")["currency"] == "GBP")
            #expect(try kpi("revenue")["status"] == "achieved")
            #expect(try kpi("buyers")["status"] == "off")
            #expect(try kpi("opt-out-rate")["value"] == .null)
            #expect(try kpi("retention-rate")["value"] == "1.0000")
            #expect(try kpi("revenue")["quarterOnQuarter"]?["acrossPartial"] == true)
            let csv = try await app.get("/v1/report.csv?quarter=2026Q3").text
            #expect(csv.contains("2026Q3,revenue,money,GBP,21.25,partial,20.00,achieved,,10.50,"))
        }
    }

    @Test("a KPI is edited under its version, computed over past data by a job, and refused with pointers")
    func editing() async throws {
        try await TestInstallation.of(ReportingService.self) { app in
            try await orders(app)
            let first = try await app.get("/v1/kpis/orders")
            let etag = try #require(first.headers[.eTag])
            var document = try #require(try first.json.objectValue).filter { !["version", "changedAt"].contains($0.key) }
            document["formula"] = ["count": ["of": ["events": ["Order Completed"]]]]
            #expect(try await app.post("/v1/kpis/orders", .object(document), method: .put).status == .preconditionRequired)
            #expect(
                try await app.post("/v1/kpis/orders", .object(document), method: .put, headers: [.ifMatch: "\"9\""]).problem
                    == "precondition-failed")
            let saved = try await app.post("/v1/kpis/orders", .object(document), method: .put, headers: [.ifMatch: etag])
            #expect(saved.headers[.eTag] == "\"2\"")
            let jobs = JobStore(database: app.database, clock: app.time.clock, ids: .system())
            while try await jobs.jobs(kind: MeasureRebuild.kind, limit: 5).contains(where: { !$0.state.isFinished }) { await Task.yield() }
            #expect(try await jobs.jobs(kind: MeasureRebuild.kind, limit: 5).map(\.state) == [.succeeded])
            #expect(try await app.database.read { try MeasureTable.progress(in: $0) }.isComplete)
            let row = try await app.get("/v1/report/quarters.csv").text.split(separator: "\n").last
            #expect(row == "2026Q3,21.25,2,2,10.63,1,1")
            document["formula"] = ["sum": [:]]
            let refused = try await app.post("/v1/kpis/orders", .object(document), method: .put, headers: [.ifMatch: "*"])
            #expect(refused.problem == "validation")
            #expect(try refused.json["errors"]?.arrayValue?.first?["pointer"] == "/formula/sum/of")
            #expect(try await app.get("/v1/kpis/orders/versions").json["items"]?.arrayValue?.count == 2)
        }
    }

    @Test("nothing is open: no key 401, a key without the scope 403, a bad quarter 400, an unknown KPI 404")
    func refusals() async throws {
        try await TestInstallation.of(ReportingService.self) { app in
            #expect(try await app.send(.get, "/v1/report", key: nil).status == .unauthorized)
            let reader = try app.keys.server(.reportingRead)
            #expect(try await app.post("/v1/targets/2026Q1", [:], method: .put, key: reader).status == .forbidden)
            #expect(try await app.post("/v1/budget/departments", ["name": "A"], key: reader).status == .forbidden)
            #expect(try await app.get("/v1/report?quarter=2026Q7").status == .badRequest)
            #expect(try await app.get("/v1/kpis/nothing").problem == "not-found")
            #expect(try await app.post("/v1/targets/2026Q1", ["revenue": "-1"], method: .put).problem == "validation")
            #expect(try await app.post("/v1/targets/2026Q1", ["nothing": "1"], method: .put).problem == "not-found")
        }
    }

    @Test("every page answers in Korean and English, empty and with data")
    func pages() async throws {
        try await TestInstallation.of(ReportingService.self) { app in
            let lead = try await app.session(of: [.coeLead])
            let paths = [
                "/ui/reporting", "/ui/reporting/report", "/ui/reporting/kpis", "/ui/reporting/kpis/revenue", "/ui/reporting/kpis-new",
                "/ui/reporting/targets", "/ui/reporting/budget",
            ]
            for withData in [false, true] {
                if withData {
                    try await orders(app)
                    try await BudgetScenario.play(app)
                }
                for path in paths {
                    for locale in ["ko", "en"] {
                        let answer = try await app.send(.get, path + "?lang=\(locale)", key: nil, headers: lead)
                        #expect(answer.status == .ok, "\(path) \(locale)")
                        #expect(answer.text.contains("<html lang=\"\(locale)\""), "\(path)")
                        #expect(!answer.text.contains("reporting."), "\(path) \(locale) shows a key")
                    }
                }
            }
            let today = try await app.send(.get, "/ui/reporting?lang=en", key: nil, headers: lead).text
            #expect(today.contains("£21.25") || today.contains("£21"))
        }
    }

    @Test("starts without a holdout, and says on the dashboard that there is none to measure by")
    func noHoldout() async throws {
        try await TestInstallation.of(ReportingService.self, variables: ["MARU_HOLDOUT_SHARE": "0"]) { app in
            try await orders(app)
            let headers = try await app.session(of: [.coeLead])
            let page = try await app.send(.get, "/ui/reporting/?lang=en", key: nil, headers: headers)
            #expect(page.status == .ok)
            #expect(page.text.contains("Nobody is held out"))
        }
    }
}
