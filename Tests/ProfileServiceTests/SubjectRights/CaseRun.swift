import CommonModels
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures

/// Walks cases over HTTP as a privacy officer and the other services do.
struct CaseRun: Sendable {
    struct NeverCame: Error { let what: String }

    let installation: TestInstallation

    /// One person with traits, a consent and events, known by `u1`, `d1` and an address.
    func seed() async throws -> String {
        let who: JSONObject = ["userId": "u1", "anonymousId": "d1"]
        func call(_ type: String, _ id: String, _ more: JSONObject) -> JSONValue {
            .object(who.merging(more) { $1 }.merging(["type": .string(type), "messageId": .string(id)]) { $1 })
        }
        let batch: JSONValue = [
            call("identify", "m1", ["traits": ["email": "anna@mail.example", "name": "Anna Kim", "city": "Busan"]]),
            call(
                "track", "m2",
                [
                    "event": "Consent Updated",
                    "properties": ["purpose": "marketing", "channel": "email", "status": "granted", "text_version": "1"],
                ]),
            call("track", "m3", ["event": "Visit", "properties": ["note": "Anna Kim was here"]]),
            call("track", "m4", ["properties": ["email": "anna@mail.example"]]),
            ["type": "track", "messageId": "m5", "event": "Visit", "userId": "u2"],
        ]
        try await installation.post("/v1/batch", ["batch": batch], key: installation.keys.write)
        return try await installation.get("/v1/profiles?identity=userId:u1").json["items"]?.arrayValue?.first?["id"]?.stringValue ?? ""
    }

    func open(_ kind: String, _ more: JSONObject = [:]) async throws -> String {
        var body: JSONObject = ["kind": .string(kind), "subject": ["identity": ["namespace": "email", "value": "anna@mail.example"]]]
        body.merge(more) { $1 }
        return try await installation.post("/v1/cases", .object(body)).json["id"]?.stringValue ?? ""
    }

    /// Opens, checks and runs.
    func start(_ kind: String, _ more: JSONObject = [:]) async throws -> String {
        let id = try await open(kind, more)
        try await installation.post("/v1/cases/\(id)/identity-check", ["method": "signedIn"])
        try await installation.post("/v1/cases/\(id)/run", [:])
        return id
    }

    @discardableResult
    func confirm(_ id: String, _ action: String, as service: ServiceName, left: Int64 = 0) async throws -> TestResponse {
        let body: JSONValue = [
            "action": .string(action), "appliedAt": "2026-09-17T03:00:00Z", "left": .integer(left),
            "counts": [["name": "projected_event", "rows": 3, "fate": "removed"]],
        ]
        return try await installation.post("/v1/cases/\(id)/confirmations", body, key: installation.token(of: service))
    }

    func show(_ id: String) async throws -> JSONValue { try await installation.get("/v1/cases/\(id)").json }

    /// Waits for what the service does beside requests.
    func await(_ what: String, _ isThere: (JSONValue) -> Bool, of id: String) async throws -> JSONValue {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let found = try await show(id)
            if isThere(found) { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NeverCame(what: what)
    }

    func feed() async throws -> [JSONValue] { try await installation.get("/v1/feed").json.arrayValue ?? [] }
}
