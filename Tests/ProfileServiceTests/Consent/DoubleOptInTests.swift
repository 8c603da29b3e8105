import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Double opt-in")
struct DoubleOptInTests {
    private static let grant: JSONValue = [
        "purpose": "marketing", "channel": "email", "status": "granted", "textVersion": "1", "language": "ko",
    ]

    /// The path of the confirmation link of the newest invitation.
    private func invitation(_ town: ConsentTown) async throws -> String {
        ConsentTown.path(of: try #require(try await town.feed("Consent Pending").last?["confirm_url"]?.stringValue))
    }

    @Test("a grant waits for its link; looking confirms nothing, the button does, once", arguments: TestEngine.available)
    func confirm(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            try await town.edit { $0.purposes[0].doubleOptIn = [.email] }
            try await town.state(Self.grant)
            #expect(try await town.counts() == "pending ownRecord")
            let link = try await invitation(town)
            for method in [HTTPRequest.Method.get, .head] { #expect(try await town.open(link, method).status == .ok) }
            #expect(try await town.counts() == "pending ownRecord", "a mail scanner looked")
            let page = try await town.open(link)
            #expect(HTMLInspector(page.text).faults == [] && page.text.contains("혜택과 소식 · 이메일") && page.text.contains("할인, 새 상품"))
            #expect(try await town.open(link, .post, form: "").status == .ok)
            #expect(try await town.counts() == "granted ownRecord")
            #expect(try await town.proofs() == ["pending email tests", "granted email double-opt-in"])
            let proof = try #require(try await town.records().last)
            #expect(proof["textVersion"] == "1" && proof["language"] == "ko" && proof["userAgent"] == "Test/1")
            let again = try await town.open(link, .post, form: "")
            #expect(again.status == .gone && again.text.contains("이미 확인하셨습니다"))
            #expect(try await town.proofs().count == 2)
        }
    }

    @Test("a link that is forged, too old or overtaken says so and changes nothing", arguments: TestEngine.available)
    func refused(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            try await town.edit { $0.purposes[0].doubleOptIn = [.all] }
            try await town.state(Self.grant)
            let link = try await invitation(town)
            var signature = Array(link)
            signature[signature.count - 3] = signature[signature.count - 3] == "A" ? "B" : "A"
            for forged in [String(signature), String(link.dropLast(8)), "/consent/confirm/x.y", "/consent/confirm/e30.e30"] {
                let answer = try await town.open(forged, .post, form: "")
                #expect(answer.status == .notFound && answer.text.contains("아무것도 바뀌지 않았습니다"), "\(forged)")
            }
            let preferences = try await town.link(["kind": "preferences"]).split(separator: "/").last ?? ""
            #expect(try await town.open("/consent/confirm/\(preferences)", .post, form: "").status == .notFound, "a link of another kind")
            #expect(try await town.counts() == "pending ownRecord")

            try await town.state(["purpose": "marketing", "channel": "email", "status": "withdrawn"])
            let overtaken = try await town.open(link, .post, form: "", locale: "en")
            #expect(overtaken.status == .gone && overtaken.text.contains("You chose otherwise since"))
            #expect(try await town.counts() == "withdrawn ownRecord")

            town.app.time.advance(by: .seconds(1))
            try await town.state(Self.grant)
            let fresh = try await invitation(town)
            town.app.time.advance(by: .days(7))
            #expect(try await town.open(fresh).status == .gone)
            #expect(try await town.open(fresh, .post, form: "").status == .gone)
            #expect(try await town.counts() == "pending ownRecord")
        }
    }

    @Test("also what a website states waits, and the timeline keeps the link to itself", arguments: TestEngine.available)
    func ingested(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            try await town.edit { $0.purposes[0].doubleOptIn = [.email] }
            let call: JSONValue = [
                "type": "track", "event": "Consent Updated", "userId": "kim", "messageId": "c1",
                "properties": ["purpose": "marketing", "channel": "email", "status": "granted"],
            ]
            try await town.app.post("/v1/batch", ["batch": [call]], key: town.app.keys.write)
            #expect(try await town.counts() == "pending ownRecord")
            let timeline = try await town.app.get("/v1/profiles/\(town.kim.rawValue)/timeline").json["items"]?.arrayValue ?? []
            let pending = try #require(timeline.first { $0["name"] == "Consent Pending" })
            #expect(pending["properties"]?["confirm_url"] == nil && pending["properties"]?["expires_at"] != nil)
            #expect(try await town.open(try await invitation(town), .post, form: "").status == .ok)
            #expect(try await town.counts() == "granted ownRecord")
            // Who agreed already is not asked again.
            try await town.app.post("/v1/batch", ["batch": [.object((call.objectValue ?? [:]).merging(["messageId": "c2"]) { $1 })]])
            #expect(try await town.counts() == "granted ownRecord")
            #expect(try await town.feed("Consent Pending").count == 1)
        }
    }

    @Test("a sender that has had it confirmed may say so by the API")
    func confirmedElsewhere() async throws {
        try await ConsentTown.run { town in
            try await town.edit { $0.purposes[0].doubleOptIn = [.email] }
            try await town.state(.object((Self.grant.objectValue ?? [:]).merging(["isConfirmed": true]) { $1 }))
            #expect(try await town.counts() == "granted ownRecord")
            #expect(try await town.feed("Consent Pending").isEmpty)
        }
    }

    @Test("the link confirms for who the person became when they were merged meanwhile", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            try await town.edit { $0.purposes[0].doubleOptIn = [.email] }
            let at = town.app.time.clock.now().rfc3339
            let calls: [JSONValue] = [
                [
                    "type": "track", "event": "Consent Updated", "anonymousId": "phone", "messageId": "c1", "timestamp": .string(at),
                    "properties": ["purpose": "marketing", "channel": "email", "status": "granted"],
                ],
                [
                    "type": "track", "event": "Sign In", "userId": "kim", "anonymousId": "phone", "messageId": "c2",
                    "timestamp": .string(at),
                ],
            ]
            for call in calls { try await town.app.post("/v1/batch", ["batch": [call]], key: town.app.keys.write) }
            #expect(try await town.counts() == "pending ownRecord")
            #expect(try await town.open(try await invitation(town), .post, form: "").status == .ok)
            #expect(try await town.counts() == "granted ownRecord")
        }
    }
}
