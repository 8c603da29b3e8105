import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures

/// Plans, sends and looks over HTTP, as an engineer and the sources do.
struct QualityTown: Sendable {
    static let order: JSONValue = [
        "type": "object", "required": ["order_id", "revenue"],
        "properties": [
            "order_id": ["type": "string"], "revenue": ["type": "number", "minimum": 0], "currency": ["enum": ["KRW", "USD"]],
        ],
    ]

    let app: TestInstallation

    @discardableResult
    func plan(
        _ kind: String, _ name: String, _ mode: String, _ schema: JSONValue = order, ifMatch: String? = "*"
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        if let ifMatch { headers[.ifMatch] = ifMatch }
        return try await app.post(
            "/v1/tracking-plan/\(kind)/\(name.replacing(" ", with: "%20"))", ["mode": .string(mode), "schema": schema], method: .put,
            headers: headers)
    }

    func order(_ id: String, _ who: String, revenue: JSONValue = 1_000, _ more: JSONObject = [:]) -> JSONValue {
        var call: JSONObject = [
            "type": "track", "event": "Order Completed", "messageId": .string(id), "userId": .string(who),
            "properties": ["order_id": .string(id), "revenue": revenue],
        ]
        call.merge(more) { $1 }
        return .object(call)
    }

    @discardableResult
    func send(_ calls: JSONValue..., key: String? = nil, more: JSONObject = [:]) async throws -> TestResponse {
        try await app.post("/v1/batch", .object(more.merging(["batch": .array(calls)]) { $1 }), key: key ?? app.keys.write)
    }

    func events(of who: String) async throws -> [JSONValue] {
        let found = try await app.get("/v1/profiles?identity=userId:\(who)").json
        guard let id = found["items"]?.arrayValue?.first?["id"]?.stringValue else { return [] }
        return try await app.get("/v1/profiles/\(id)/timeline").json["items"]?.arrayValue ?? []
    }

    func waiting(_ query: String = "") async throws -> [JSONValue] {
        try await app.get("/v1/quarantine\(query)").json["items"]?.arrayValue ?? []
    }

    /// Starts a job and returns what came of it.
    @discardableResult
    func run(_ action: String, _ choice: JSONObject) async throws -> JSONValue {
        let started = try await app.post("/v1/quarantine/\(action)", .object(choice))
        let id = try started.json["jobId"]
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let runs = try await app.get("/v1/quarantine/runs").json["items"]?.arrayValue ?? []
            if let run = runs.first(where: { $0["jobId"] == id }), run["finishedAt"] != nil { return run }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CaseRun.NeverCame(what: "the end of the \(action): \(started.text)")
    }

    func number(_ sql: String) async throws -> Int64 { try await app.database.read { tx in try tx.row(sql)?.integer("n") ?? -1 } }
}
