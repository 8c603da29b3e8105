import CommonModels
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ProjectionKit
import SegmentService
import ServiceKit
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("Segments out of use")
struct SegmentSuspensionTests {
    /// Profile's feed, as Profile would answer who reads it.
    private final class ProfileFeed: Sendable {
        private let events = Mutex<[JSONValue]>([])

        /// Tells a book in which a computed trait has a label by inheritance.
        func tell(label: String, at time: Instant) {
            events.withLock { events in
                let number = Int64(events.count + 1)
                let data: JSONValue = [
                    "version": .integer(number), "labels": [],
                    "policies": [["key": "no-clinic", "label": "clinic", "actions": ["segmentActivation"], "effect": "deny"]],
                    "inherited": [["field": "trait:lastVisit", "label": .string(label), "from": "event:Clinic Visited"]],
                ]
                events.append([
                    "specversion": "1.0", "id": .string(String(number)), "type": .string(FeedEventType.governanceBook),
                    "source": "/profile", "time": .string(time.rfc3339), "data": data,
                ])
            }
        }

        var application: some ApplicationProtocol {
            let router = Router()
            router.get("v1/feed") { [self] request, _ in
                let last = request.uri.queryParameters["lastEventId"].flatMap { Int(String($0)) } ?? 0
                let news = events.withLock { Array($0.dropFirst(last)) }
                if news.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
                return JSONResponse(json: .array(news))
            }
            return Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        }
    }

    @Test(
        "a changed policy makes segments drafts, with those that look at them; why is told, and somebody can undo it",
        arguments: TestEngine.available)
    func suspension(engine: TestEngine) async throws {
        let profile = ProfileFeed()
        try await profile.application.test(.live) { client in
            let port = try #require(client.port)
            let variables = ["MARU_PROFILE_URL": "http://127.0.0.1:\(port)"]
            try await TestInstallation.of(SegmentService.self, engine: engine, variables: variables) { app in
                let person: ProfileID = IDGenerator.system().next()
                var script = FeedScript()
                let event = script.traits(["lastVisit": "north", "tier": "gold"], of: person, at: app.time.clock.now())
                try await app.database.write { tx in _ = try ProjectionApplier().apply([event], in: tx) }
                let clinic = try await make(app, "clinic", ["trait": "lastVisit", "exists": true])
                let user = try await make(app, "user", ["segment": .string(String(clinic.split(separator: "/").last ?? ""))])
                let plain = try await make(app, "plain", ["trait": "tier", "is": "gold"])
                for address in [clinic, user, plain] { try await wait(for: ["size": 1], at: address, app) }
                profile.tell(label: "clinic", at: app.time.clock.now())
                for address in [clinic, user] {
                    try await wait(for: ["status": "draft", "size": 0], at: address, app)
                    let shown = try await app.get(address).json
                    #expect(shown["suspension"]?["policy"] == "no-clinic" && shown["suspension"]?["field"] == "trait:lastVisit")
                    let page = try await app.page("/ui/segment/\(shown["id"]?.stringValue ?? "")", locale: "en")
                    #expect(page.text.contains("no-clinic") && HTMLInspector(page.text).faults == [])
                }
                #expect(try await app.get(plain).json["status"] == "active")
                let told = try await app.get("/v1/feed").json.arrayValue ?? []
                let left = told.filter { $0["type"]?.stringValue == FeedEventType.segmentLeft }
                #expect(left.map { $0["data"]?["reason"] } == ["policy", "policy"])
                let audit = try await app.get("/v1/audit").text
                #expect(audit.contains("segment.suspended") && audit.contains("trait:lastVisit"))
                #expect(try await app.post(clinic + "/activate", [:], headers: [.ifMatch: "*"]).problem == "policy-violated")
                profile.tell(label: "other", at: app.time.clock.now())
                try await activated(clinic, app)
                #expect(try await app.get(user).json["status"] == "draft", "nothing is put to use again unasked")
                #expect(try await app.get(clinic).json["suspension"] == nil)
                try await wait(for: ["size": 1], at: clinic, app)
            }
        }
    }

    private func make(_ app: TestInstallation, _ key: String, _ rule: JSONValue) async throws -> String {
        let created = try await app.post("/v1/segments", ["key": .string(key), "name": ["ko": "이름", "en": "Name"], "rule": rule])
        let address = try #require(created.headers[.location])
        #expect(try await app.post(address + "/activate", [:], headers: [.ifMatch: "*"]).status == .accepted)
        return address
    }

    private struct NeverCame: Error { let what: String }

    private func wait(for members: JSONObject, at address: String, _ app: TestInstallation) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let shown = try await app.get(address).json
            if members.allSatisfy({ shown[$0.key] == $0.value }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NeverCame(what: "\(members) at \(address)")
    }

    /// As soon as the new book has arrived.
    private func activated(_ address: String, _ app: TestInstallation) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try await app.post(address + "/activate", [:], headers: [.ifMatch: "*"]).status == .accepted { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NeverCame(what: "the book that lets \(address) live")
    }
}
