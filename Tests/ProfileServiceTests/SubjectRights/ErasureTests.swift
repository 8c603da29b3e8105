import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Erasing a person")
struct ErasureTests {
    @Test("removes what tells of them, keeps what does not, and confirms with counts", arguments: TestEngine.available)
    func erase(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let profile = try await run.seed()
            let id = try await run.start("erase", ["note": "Anna Kim called"])
            let confirmed = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let own = try #require(confirmed["confirmations"]?.arrayValue?.first)
            #expect(own["service"] == "profile" && own["left"] == 0)
            let counts = (own["counts"]?.arrayValue ?? []).reduce(into: [String: Int64]()) {
                $0[$1["name"]?.stringValue ?? ""] = $1["rows"]?.intValue
            }
            #expect(counts["event"] == 3 && counts["trait"] == 3 && counts["identity"] == 3 && counts["consent_record"] == 1)
            #expect(counts["maru_feed"] ?? 0 > 0)
            #expect(try await installation.get("/v1/profiles/\(profile)").status == .notFound)
            #expect(try await Self.rowsHolding("anna", installation) == [])
            // Proof of consent stays, and nobody can tell whose.
            let proofs = try await installation.database.read { tx in
                try tx.rows("SELECT profile_id, event_id, status FROM consent_record").map { try $0.text("profile_id") }
            }
            #expect(proofs == [confirmed["subjectHash"]?.stringValue])
            #expect(confirmed["identities"] == [] && confirmed["notes"]?.arrayValue?.allSatisfy { $0["text"] == "" } == true)
            // Somebody else is untouched.
            #expect(try await installation.get("/v1/profiles?identity=userId:u2").json["items"]?.arrayValue?.count == 1)
        }
    }

    @Test("is not done while a service says something is left, and can be asked again", arguments: TestEngine.available)
    func left(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let id = try await run.start("erase")
            _ = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let again = "/v1/cases/\(id)/run"
            #expect(try await installation.post(again, [:]).status == .conflict, "nothing is left so far")
            for service in ServiceName.allCases where service != .profile {
                try await run.confirm(id, "erase", as: service, left: service == .journey ? 2 : 0)
            }
            let stuck = try await run.show(id)
            #expect(stuck["state"] == "running" && stuck["leftWith"] == ["journey"] && stuck["waitingFor"] == [])
            let page = try await installation.page("/ui/profile/cases/\(id)", locale: "en").text
            #expect(page.contains("Ask again") && page.contains("Something is left with journey"))
            #expect(try await installation.post(again, [:]).status == .accepted)
            #expect(try await run.feed().count { $0["type"] == "io.maru.profile.erased" } == 2, "everybody is told once more")
            let asked = try await run.show(id)
            #expect(asked["leftWith"] == [] && asked["waitingFor"] == ["journey"], "who had something left is waited for")
            try await run.confirm(id, "erase", as: .segment)
            try await run.confirm(id, "erase", as: .journey)
            let done = try await run.show(id)
            #expect(done["state"] == "completed" && done["leftWith"] == [])
            #expect(done["notes"]?.arrayValue?.contains { $0["step"] == "askedAgain" } == true)
            let journey = done["confirmations"]?.arrayValue?.first { $0["service"] == "journey" }
            #expect(journey?["counts"]?.arrayValue?.map { $0["rows"] } == [6], "both times counted")
        }
    }

    @Test("leaves a tombstone and nothing else of them in the feed", arguments: TestEngine.available)
    func tombstone(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let profile = try await run.seed()
            let id = try await run.start("erase")
            _ = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let told = try await run.feed().filter { $0["subject"]?.stringValue == profile }
            #expect(told.map { $0["type"]?.stringValue } == ["io.maru.profile.erased"])
            #expect(told.first?["method"] == "DELETE" && told.first?["data"]?["caseId"]?.stringValue == id)
            let governed = try await installation.get("/v1/feed?topic=governance").json.arrayValue ?? []
            #expect(governed.map { $0["id"] } == told.map { $0["id"] })
            #expect(try await installation.get("/v1/feed?topic=weather").status == .badRequest)
        }
    }

    @Test("keeps their identities out for ever: refused by name, counted, nothing stored", arguments: TestEngine.available)
    func blocked(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let id = try await run.start("erase")
            _ = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let again: JSONValue = [
                "batch": [
                    ["type": "identify", "userId": "new", "traits": ["email": " ANNA@mail.example ", "name": "Anna Kim"]],
                    ["type": "track", "event": "Visit", "anonymousId": "d1"], ["type": "track", "event": "Visit", "userId": "u3"],
                ]
            ]
            let answer = try await installation.post("/v1/batch", again, key: installation.keys.write)
            #expect(answer.status == .ok)
            #expect(try answer.json["accepted"] == 1)
            #expect(try answer.json["rejected"]?.arrayValue?.map { $0["code"] } == ["erased-identity"])
            let single = try await installation.post(
                "/v1/track", ["event": "Visit", "userId": "u1"], key: installation.keys.write)
            #expect(single.status == .badRequest)
            #expect(try await Self.rowsHolding("anna", installation) == [])
            let alias = try await installation.post(
                "/v1/alias", ["userId": "u2", "previousId": "d1", "messageId": "alias"], key: installation.keys.write)
            #expect(alias.status == .badRequest, "an old id is a name as well")
            let other = try await installation.post(
                "/v1/track", ["event": "Visit", "userId": "u2", "anonymousId": "d1", "messageId": "tablet"], key: installation.keys.write)
            #expect(other.status == .ok, "whoever else is signed in on the device is somebody else")
            let (stored, devices) = try await installation.database.read { tx in
                (
                    try tx.row("SELECT count(*) AS n FROM event WHERE message_id = 'tablet'")?.integer("n"),
                    try tx.row("SELECT count(*) AS n FROM event WHERE anonymous_id = 'd1'")?.integer("n")
                )
            }
            #expect(stored == 1 && devices == 0)
            #expect(try await installation.get("/v1/profiles?identity=anonymousId:d1").json["items"] == [])
            let rejections = try await installation.get("/v1/rejections").json["items"]?.arrayValue ?? []
            #expect(rejections.filter { $0["code"] == "erased-identity" }.allSatisfy { $0["payload"] == "" })
            let sources = try await installation.get("/v1/sources").json["items"]?.arrayValue ?? []
            #expect(sources.first { $0["source"] == "web" }?["rejected"] == 5)
        }
    }

    @Test("reaches the ids and rejections of a merged person, and cases opened before", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            // The device first, then the member elsewhere; signing in on the device makes them one.
            for who in [["anonymousId": "d1"], ["userId": "u1"]] as [JSONObject] {
                let call = who.merging(["event": "Before"]) { $1 }
                try await installation.post("/v1/track", .object(call), key: installation.keys.write)
            }
            let anonymous = try await installation.get("/v1/profiles?identity=anonymousId:d1").json["items"]?.arrayValue?.first?["id"]
            let profile = try await run.seed()
            let earlier = try await run.open("access", ["note": "Anna Kim asked"])
            _ = try await run.start("erase")
            let old = try #require(anonymous?.stringValue)
            #expect(old != profile)
            #expect(try await installation.get("/v1/profiles/\(profile)").status == .notFound)
            #expect(try await installation.get("/v1/profiles/\(old)").status == .notFound)
            let left = try await run.show(earlier)
            #expect(left["identities"] == [] && left["notes"]?.arrayValue?.first?["text"] == "")
            #expect(try await installation.get("/v1/rejections").json["items"]?.arrayValue?.isEmpty == true)
            // Found again by who can name the person, not the other way round.
            let known = try await installation.get("/v1/cases?identity=email:anna@mail.example").json["items"]?.arrayValue ?? []
            #expect(known.count == 2)
        }
    }

    /// Every row of every table that holds `text`, as `table: row`.
    static func rowsHolding(_ text: String, _ installation: TestInstallation) async throws -> [String] {
        try await installation.database.read { tx in
            let tables: [String] =
                switch tx.engine {
                case .sqlite: try tx.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map { try $0.text("name") }
                case .postgres:
                    try tx.rows("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()").map {
                        try $0.text("name")
                    }
                }
            return try tables.flatMap { table in
                try tx.rows("SELECT * FROM \(table)").map { "\(table): \($0)" }.filter { $0.lowercased().contains(text) }
            }
        }
    }
}
