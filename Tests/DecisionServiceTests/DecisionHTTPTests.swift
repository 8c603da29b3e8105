import CommonModels
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceKit
import StorageKit
import SubjectKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Decision over HTTP")
struct DecisionHTTPTests {
    private static let offer: JSONValue = [
        "key": "spring", "name": ["ko": "봄 쿠폰", "en": "Spring coupon"], "value": ["amount": "12000", "currency": "KRW"], "status": "live",
        "content": ["home": ["inline": ["title": "봄맞이"]]], "eligibility": ["trait": "country", "is": "KR"],
        "caps": [["key": "daily", "limit": 2, "window": ["calendar": "day"]]],
    ]
    private static let placement: JSONValue = ["key": "home", "name": ["ko": "홈", "en": "Home"], "channel": "web"]
    private let person = ProfileID(UUIDv7(high: 7, low: 7)).rawValue

    @Test("offers are created, shown, edited at their version, listed and audited", arguments: TestEngine.available)
    func catalogue(engine: TestEngine) async throws {
        try await TestInstallation.of(DecisionService.self, engine: engine) { service in
            let made = try await service.post("/v1/offers", Self.offer)
            #expect(made.status == .created)
            #expect(made.headers[.eTag] == "\"1\"")
            let path = try #require(made.headers[.location])
            let shown = try await service.get(path).json
            #expect(shown["name"]?["ko"] == "봄 쿠폰")
            let without = try await service.post(path, Self.offer, method: .put)
            #expect(without.status == .preconditionRequired)
            let edited = try await service.post(path, shown, method: .put, headers: [.ifMatch: "\"1\""])
            #expect(edited.status == .ok && edited.headers[.eTag] == "\"2\"")
            let stale = try await service.post(path, shown, method: .put, headers: [.ifMatch: "\"1\""])
            #expect(stale.status == .preconditionFailed)
            #expect(try await service.post("/v1/offers", Self.offer).problem == "key-taken")
            #expect(try await service.get("/v1/offers?limit=1").json["items"]?.arrayValue?.count == 1)
            let audit = try await service.get("/v1/audit").json["items"]?.arrayValue ?? []
            #expect(audit.compactMap { $0["action"]?.stringValue } == ["offer.replaced", "offer.created"])
        }
    }

    @Test("what cannot be the name of a namespace is refused, whatever it would do to a query", arguments: TestEngine.available)
    func hostileNamespace(engine: TestEngine) async throws {
        try await TestInstallation.of(DecisionService.self, engine: engine) { service in
            _ = try await service.post("/v1/placements", .object((Self.placement.objectValue ?? [:]).merging(["status": "live"]) { $1 }))
            for namespace in ["kid's", "x' OR '1'='1", "user id", "1st", "é"] {
                let identity: JSONValue = ["namespace": .string(namespace), "value": "x"]
                let answer = try await service.post("/v1/decide", ["identity": identity, "placement": "home"])
                #expect(answer.status == .unprocessableContent, "\(namespace)")
                let pointer = try answer.json["errors"]?.arrayValue?.first?["pointer"]
                #expect(pointer == "/identity/namespace")
            }
        }
    }

    @Test("mistakes are told with their pointers", arguments: TestEngine.available)
    func mistakes(engine: TestEngine) async throws {
        try await TestInstallation.of(DecisionService.self, engine: engine) { service in
            let wrong = try await service.post(
                "/v1/offers", ["key": "A B", "name": ["en": "x"], "priority": 5000, "eligibility": ["trait": 1]])
            #expect(wrong.status == .unprocessableContent)
            let pointers = try wrong.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? []
            #expect(pointers.contains("/key") && pointers.contains("/priority") && pointers.contains { $0.hasPrefix("/eligibility") })
            let nowhere = try await service.post("/v1/decide", ["profileId": .string(person), "placement": "nowhere"])
            #expect(nowhere.status == .unprocessableContent)
            let nobody = try await service.post("/v1/decide", ["placement": "home"])
            #expect(try nobody.json["errors"]?.arrayValue?.first?["pointer"] == "/profileId")
            #expect(try await service.send(.get, "/v1/offers", key: nil).status == .unauthorized)
            let reader = try service.keys.server(.decisionRead)
            #expect(try await service.post("/v1/offers", Self.offer, key: reader).status == .forbidden)
            #expect(try await service.get("/v1/decisions/dec_00000000000000000000000000").status == .notFound)
        }
    }

    @Test("a decision is made, explained, answered and counted", arguments: TestEngine.available)
    func loop(engine: TestEngine) async throws {
        try await TestInstallation.of(DecisionService.self, engine: engine, variables: ["MARU_HOLDOUT_SHARE": "0"]) { service in
            var open = Self.offer.objectValue ?? [:]
            open["key"] = "open"
            open["eligibility"] = nil
            let offer = try await service.post("/v1/offers", .object(open)).json
            try await service.post("/v1/offers", Self.offer)
            try await service.post("/v1/placements", Self.placement)
            let request: JSONValue = ["profileId": .string(person), "placement": "home", "context": ["page": "/"], "explain": true]
            let answer = try await service.post("/v1/decide", request).json
            #expect(answer["offer"]?["key"] == "open")
            #expect(answer["offer"]?["value"] == ["amount": "12000", "currency": "KRW"])
            #expect(answer["candidates"]?.arrayValue?.compactMap { $0["outcome"]?.stringValue } == ["chosen", "ruleNotMet"])
            let id = answer["decisionId"]?.stringValue ?? ""
            #expect(try await service.get("/v1/decisions/\(id)").json["offerIds"] == [offer["id"] ?? .null])
            #expect(try await service.get("/v1/decisions?profileId=\(person)").json["items"]?.arrayValue?.count == 1)
            let feedback: JSONValue = ["id": "f1", "decisionId": .string(id), "kind": "impression"]
            #expect(try await service.post("/v1/feedback", feedback).json["duplicate"] == false)
            #expect(try await service.post("/v1/feedback", feedback).json["duplicate"] == true)
            let keyed = try await service.post(
                "/v1/feedback", ["decisionId": .string(id), "kind": "click"], headers: [.idempotencyKey: "click-1"])
            #expect(try keyed.json["id"] == "click-1")
            #expect(try await service.get("/v1/offers/\(offer["id"]?.stringValue ?? "")/results").json["clicks"] == 1)
            let dry: JSONValue = ["profileId": .string(person), "placement": "home", "dryRun": true]
            for _ in 0..<3 { #expect(try await service.post("/v1/decide", dry).json["decisionId"] == nil) }
            #expect(try await service.post("/v1/decide", dry).json["offer"] != nil)
            #expect(
                try await service.post("/v1/feedback", ["id": "f9", "decisionId": "dec_00000000000000000000000000", "kind": "click"]).status
                    == .unprocessableContent)
        }
    }

    @Test("an explanation shows callers nothing they may not read, and names what it masked", arguments: TestEngine.available)
    func masked(engine: TestEngine) async throws {
        try await TestInstallation.of(DecisionService.self, engine: engine, variables: ["MARU_HOLDOUT_SHARE": "0"]) { service in
            var rich = Self.offer.objectValue ?? [:]
            rich["eligibility"] = ["trait": "income", "atLeast": 10]
            try await service.post("/v1/offers", .object(rich))
            try await service.post("/v1/placements", Self.placement)
            let now = service.time.clock.now()
            let trait: JSONValue = ["value": 91_000, "at": .string(now.rfc3339), "source": "crm"]
            let known = CloudEvent(
                id: "1", type: FeedEventType.profileChanged, source: "/profile", time: now, subject: nil,
                data: ["profileId": .string(person), "traits": ["income": trait]])
            let book = PolicyBook(
                labels: PolicyBook.standard.labels, policies: [], reads: [ReadRule(role: ReadRule.key, reads: .only([.contact]))])
            try await service.database.write { tx in
                try DecisionProjection().apply([known], in: tx)
                try PolicyShelf.store(7, book, in: tx)
            }
            let request: JSONValue = ["profileId": .string(person), "placement": "home", "explain": true, "dryRun": true]
            let shown = try await service.post("/v1/decide", request, key: service.keys.server(.decisionWrite))
            #expect(try shown.json["candidates"]?.arrayValue?.first?["outcome"] == "chosen")
            #expect(try shown.json["candidates"]?.arrayValue?.first?["rule"]?["observed"] == "***")
            #expect(try shown.json["masked"] == [["field": "trait:income", "labels": ["financial"]]])
            #expect(!shown.text.contains("91000"))
            let whole = try await service.post("/v1/decide", request)
            #expect(try whole.json["candidates"]?.arrayValue?.first?["rule"]?["observed"] == 91_000 && whole.json["masked"] == nil)
        }
    }

    @Test(
        "pages answer in both languages with what people need",
        arguments: [("ko", "봄 쿠폰", "봄 쿠폰을 받습니다"), ("en", "Spring coupon", "would get Spring coupon")])
    func pages(language: String, name: String, sentence: String) async throws {
        try await TestInstallation.of(DecisionService.self, variables: ["MARU_HOLDOUT_SHARE": "0"]) { service in
            var open = Self.offer.objectValue ?? [:]
            open["eligibility"] = nil
            let offer = try await service.post("/v1/offers", .object(open)).json["id"]?.stringValue ?? ""
            try await service.post("/v1/placements", Self.placement)
            let experiment = try await service.post(
                "/v1/experiments",
                [
                    "key": "t", "name": ["ko": "시험", "en": "Test"], "placement": "home", "status": "draft",
                    "arms": [["key": "a", "weight": 0.5], ["key": "b", "weight": 0.5, "treatment": "fallback"]],
                ])
            let session = try await service.session(of: [.marketer])
            func page(_ path: String) async throws -> TestResponse {
                let mark = path.contains("?") ? "&" : "?"
                return try await service.client.execute(uri: "\(path)\(mark)lang=\(language)", method: .get, headers: session)
            }
            for path in [
                "/ui/decision", "/ui/decision/offers/\(offer)", "/ui/decision/placements", "/ui/decision/experiments",
                "/ui/decision/offers/new",
                "/ui/decision/experiments/\(try experiment.json["id"]?.stringValue ?? "")", "/ui/decision/tester",
            ] {
                #expect(try await page(path).status == .ok, "\(path)")
            }
            #expect(try await page("/ui/decision").text.contains(name))
            let tried = try await page("/ui/decision/tester?customer=prf_01h2xcejqtf2nbrexx3vqjhp41&placement=home").text
            #expect(tried.contains(sentence))
        }
    }
}
