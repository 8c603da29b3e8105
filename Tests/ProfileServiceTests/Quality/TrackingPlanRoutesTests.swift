import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("The tracking plan over HTTP")
struct TrackingPlanRoutesTests {
    private func run(_ engine: TestEngine, _ body: @Sendable @escaping (QualityTown) async throws -> Void) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { try await body(QualityTown(app: $0)) }
    }

    @Test("an entry is put in place once, replaced only by who knows it, and every version stays", arguments: TestEngine.available)
    func documents(engine: TestEngine) async throws {
        try await run(engine) { town in
            let made = try await town.plan("track", "Order Completed", "observe", ifMatch: nil)
            #expect(made.status == .ok && made.headers[.eTag] == "\"1\"")
            #expect(try await town.plan("track", "Order Completed", "observe", ifMatch: nil).headers[.eTag] == "\"1\"", "the same again")
            #expect(try await town.plan("track", "Order Completed", "block", ifMatch: nil).problem == "precondition-required")
            #expect(try await town.plan("track", "Order Completed", "block", ifMatch: "\"7\"").problem == "precondition-failed")
            #expect(try await town.plan("track", "Order Completed", "block", ifMatch: "\"1\"").headers[.eTag] == "\"2\"")
            let shown = try await town.app.get("/v1/tracking-plan/track/Order%20Completed")
            #expect(try shown.json["mode"] == "block" && shown.json["schema"] == QualityTown.order && shown.json["version"] == 2)
            // What is read can be sent back as it is: a file in git is applied again and again.
            let again = try await town.app.post("/v1/tracking-plan/track/Order%20Completed", shown.json, method: .put)
            #expect(again.status == .ok && again.headers[.eTag] == "\"2\"")
            let address = "/v1/tracking-plan/track/Order%20Completed"
            #expect(try await town.app.send(.delete, address, key: town.app.keys.admin).problem == "precondition-required")
            #expect(try await town.app.send(.delete, address, key: town.app.keys.admin, headers: [.ifMatch: "\"2\""]).status == .noContent)
            #expect(try await town.app.send(.delete, address, key: town.app.keys.admin, headers: [.ifMatch: "*"]).status == .notFound)
            #expect(try await town.app.get(address).status == .notFound)
            #expect(try await town.plan("track", "Order Completed", "observe", ifMatch: nil).headers[.eTag] == "\"4\"")
            let versions = try await town.app.get(address + "/versions").json["items"]?.arrayValue ?? []
            #expect(versions.map { $0["version"] } == [4, 3, 2, 1] && versions.map { $0["document"] != nil } == [true, false, true, true])
            let audit = try await town.app.get("/v1/audit").text
            #expect(audit.contains("tracking-plan.put") && audit.contains("tracking-plan.remove"))
        }
    }

    @Test("names may hold anything, and are listed by kind and name", arguments: TestEngine.available)
    func names(engine: TestEngine) async throws {
        try await run(engine) { town in
            for (kind, name) in [("track", "a%2Fb"), ("trait", "%ED%94%BC%EB%B6%80"), ("page", "*"), ("identify", "*")] {
                #expect(try await town.plan(kind, name, "observe", true).status == .ok, "\(name)")
            }
            let items = try await town.app.get("/v1/tracking-plan").json["items"]?.arrayValue ?? []
            #expect(
                items.map { "\($0["kind"]?.stringValue ?? ""):\($0["name"]?.stringValue ?? "")" } == [
                    "identify:*", "page:*", "track:a/b", "trait:피부",
                ])
            #expect(try await town.plan("event", "a", "observe").status == .notFound)
            #expect(try await town.plan("track", "*", "observe").status == .unprocessableContent)
            let other: JSONValue = ["name": "b", "mode": "observe", "schema": true]
            #expect(try await town.app.post("/v1/tracking-plan/track/a", other, method: .put).status == .unprocessableContent)
        }
    }

    @Test("a schema that cannot be taken is refused with the pointer to each fault", arguments: TestEngine.available)
    func faults(engine: TestEngine) async throws {
        try await run(engine) { town in
            let schema: JSONValue = ["properties": ["a": ["type": "text", "pattern": "(?=x)"]], "patternProperties": [:]]
            let answer = try await town.plan("track", "a", "observe", schema)
            #expect(answer.problem == "validation")
            let pointers = try answer.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue }
            #expect(pointers == ["/schema/properties/a/type", "/schema/properties/a/pattern", "/schema/patternProperties"])
        }
    }

    @Test("a plan has a size, and says when an entry is too much", arguments: TestEngine.available)
    func size(engine: TestEngine) async throws {
        try await run(engine) { town in
            let large: JSONValue = ["description": .string(String(repeating: "x", count: 65_000))]
            for number in 0..<64 { #expect(try await town.plan("track", "e\(number)", "observe", large).status == .ok) }
            let refused = try await town.plan("track", "more", "observe", large)
            #expect(refused.problem == "tracking-plan-limit" && refused.text.contains("4194304"))
            #expect(try await town.plan("track", "e1", "block", large).status == .ok, "what is replaced makes room")
            #expect(try await town.plan("track", "small", "observe", true).status == .ok)
        }
    }

    @Test("settings ship as they are, and change by version", arguments: TestEngine.available)
    func settings(engine: TestEngine) async throws {
        try await run(engine) { town in
            let shipped = try await town.app.get("/v1/tracking-plan/settings")
            #expect(try shipped.json == ["unplanned": "allow", "quarantineDays": 90, "version": 0] && shipped.headers[.eTag] == "\"0\"")
            func put(_ settings: JSONValue, _ version: String) async throws -> TestResponse {
                try await town.app.post("/v1/tracking-plan/settings", settings, method: .put, headers: [.ifMatch: version])
            }
            #expect(try await put(["unplanned": "observe", "quarantineDays": 30], "\"0\"").headers[.eTag] == "\"1\"")
            #expect(try await put(["unplanned": "block"], "\"0\"").problem == "precondition-failed")
            #expect(try await put(["unplanned": "never"], "*").status == .unprocessableContent)
            #expect(try await town.app.get("/v1/tracking-plan/settings").json["quarantineDays"] == 30)
        }
    }

    @Test("an entry is tried against what came in, and those that wait, before it is kept", arguments: TestEngine.available)
    func trial(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan(
                "track", "Order Completed", "quarantine", ["required": ["order_id"], "properties": ["revenue": ["type": "number"]]])
            try await town.send(
                town.order("o1", "kim"), town.order("o2", "kim", revenue: -5), town.order("o3", "kim", revenue: "77,000"),
                ["type": "track", "event": "Product Viewed", "userId": "kim"],
                ["type": "identify", "userId": "kim", "traits": ["age": "41"]])
            func tried(_ entry: JSONValue, _ events: Int64 = 1_000) async throws -> JSONValue {
                try await town.app.post("/v1/tracking-plan/try", ["entry": entry, "events": .integer(events)]).json
            }
            let strict: JSONValue = ["kind": "track", "name": "Order Completed", "mode": "block", "schema": QualityTown.order]
            let outcome = try await tried(strict)
            #expect(outcome["looked"] == 4 && outcome["matching"] == 2 && outcome["violating"] == 1)
            #expect(outcome["waiting"] == 1 && outcome["passing"] == 0 && outcome["isPartial"] == false)
            #expect(outcome["places"]?.arrayValue?.map { $0["place"] } == ["/properties/revenue/minimum"])
            #expect(outcome["places"]?.arrayValue?.first?["sample"]?["shape"] == "-9")
            let loose: JSONValue = ["kind": "track", "name": "Order Completed", "mode": "quarantine", "schema": true]
            #expect(try await tried(loose)["passing"] == 1)
            let age: JSONValue = ["kind": "trait", "name": "age", "mode": "block", "schema": ["type": "integer"]]
            let traits = try await tried(age)
            #expect(traits["matching"] == 1 && traits["violating"] == 1)
            #expect(try await tried(strict, 1)["looked"] == 1)
            let wrong = try await town.app.post("/v1/tracking-plan/try", ["entry": ["mode": "x"]])
            #expect(try wrong.json["errors"]?.arrayValue?.first?["pointer"] == "/entry/kind")
            #expect(try await town.app.post("/v1/tracking-plan/try", ["entry": strict, "events": 0]).status == .unprocessableContent)
            // Nothing was kept.
            #expect(try await town.app.get("/v1/tracking-plan").json["items"]?.arrayValue?.first?["mode"] == "quarantine")
        }
    }

    @Test("a trial ends where its work ends, and says how much it looked at", arguments: TestEngine.available)
    func trialIsBounded(engine: TestEngine) async throws {
        try await run(engine) { town in
            for id in 0..<20 { try await town.send(town.order("o\(id)", "kim")) }
            let pattern: JSONValue = ["properties": ["order_id": ["pattern": "(a|b|o)*[0-9]{50}$"]]]
            let entry = try PlanEntry(json: ["kind": "track", "name": "Order Completed", "mode": "block", "schema": pattern])
            let whole = try await PlanTrial(database: town.app.database).outcome(of: entry, events: 20)
            #expect(whole.looked == 20 && whole.violating == 20 && !whole.isPartial)
            let some = try await PlanTrial(database: town.app.database, stepsMax: 800).outcome(of: entry, events: 20)
            #expect(some.isPartial && some.looked < 20 && some.looked > 0 && some.violating == some.looked)
        }
    }

    @Test("a trial is for those who read every field")
    func trialScopes() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let entry: JSONValue = ["kind": "trait", "name": "email", "mode": "block", "schema": ["pattern": "^k"]]
            func tried(_ key: String) async throws -> TestResponse {
                try await app.post("/v1/tracking-plan/try", ["entry": entry], key: key)
            }
            let reader = try await tried(app.keys.server(.profileRead))
            let writer = try await tried(app.keys.server(.profileRead, .profileWrite))
            let officer = try await tried(app.keys.server(.profileRead, .profileWrite, .privacyManage))
            #expect(reader.problem == "forbidden")
            #expect(writer.problem == "forbidden", "masked fields stay masked")
            #expect(officer.status == .ok)
        }
    }

    @Test("who may only look may not change")
    func scopes() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let reader = try app.keys.server(.profileRead)
            #expect(try await app.send(.get, "/v1/tracking-plan", key: reader).status == .ok)
            for (method, path) in [
                (.put, "/v1/tracking-plan/track/a"), (.delete, "/v1/tracking-plan/track/a"), (.put, "/v1/tracking-plan/settings"),
                (.post, "/v1/quarantine/replay"), (.post, "/v1/quarantine/discard"),
            ] as [(HTTPRequest.Method, String)] {
                #expect(try await app.send(method, path, key: reader).problem == "forbidden", "\(path)")
            }
        }
    }
}
