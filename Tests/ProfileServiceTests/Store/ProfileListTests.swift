import CommonModels
import HTTPTypes
import HummingbirdTesting
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Lists of profiles")
struct ProfileListTests {
    /// Every page of a list, until there is none; a list that never ends fails.
    private func pages(_ text: String?, limit: Int, _ world: ProfileWorld) async throws -> [[ListedProfile]] {
        var pages: [[ListedProfile]] = []
        var after: ProfileCursor?
        while pages.count < 200 {
            // As the route asks: one more than is shown says that there is a next page.
            let found = try await world.profiles.profiles(beginningWith: text, limit: limit + 1, after: after)
            pages.append(Array(found.prefix(limit)))
            guard found.count > limit, let last = found.prefix(limit).last else { return pages }
            // The place goes over the wire between two pages.
            let next: ProfileCursor = try #require(ProfileCursor(encoded: last.cursor.encoded, isSearch: text != nil))
            after = next
        }
        Issue.record("the list does not end")
        return pages
    }

    private func people(_ world: ProfileWorld) async throws {
        try await world.ingest(
            requests: [
                (0..<23).map { number in
                    Calls.identify(
                        ["userId": "kim-\(number)", "anonymousId": "device-\(number)"], ["email": .string("kim.\(number)@example.org")],
                        at: number % 4)
                },
                (0..<5).map { Calls.track("View", ["anonymousId": "kim-device-\($0)"], at: 2) },
                [Calls.identify(["userId": "lee"], ["email": "kim@lee.example"], at: 9), Calls.track("View", ["userId": "park"], at: 9)],
            ])
    }

    @Test("all living profiles, the day last seen first, each once on pages of any size", arguments: TestEngine.available)
    func recent(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await people(world)
            try await world.ingest(Calls.track("Sign In", ["userId": "kim-3", "anonymousId": "kim-device-0"], at: 1))
            let whole = try await pages(nil, limit: 100, world).flatMap(\.self)
            #expect(whole.count == 29, "one was merged away")
            #expect(
                zip(whole, whole.dropFirst()).allSatisfy {
                    ($0.summary.lastSeen.utcDay, $0.summary.id.rawValue) > ($1.summary.lastSeen.utcDay, $1.summary.id.rawValue)
                })
            for limit in [1, 4, 28, 29] { #expect(try await pages(nil, limit: limit, world).flatMap(\.self) == whole, "limit \(limit)") }
        }
    }

    @Test("a search shows everybody once, whichever of their identities begin so, and ends", arguments: TestEngine.available)
    func search(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await people(world)
            let whole = try await pages("kim", limit: 100, world).flatMap(\.self)
            #expect(whole.count == 29, "23 by user id and e-mail, 5 by device, one by e-mail alone")
            #expect(Set(whole.map(\.summary.id)).count == 29)
            #expect(whole.last?.summary.userId == "lee", "user ids first, then devices, then e-mails")
            for limit in [1, 3, 10, 28, 29] {
                let pages = try await pages("kim", limit: limit, world)
                #expect(pages.flatMap(\.self) == whole, "limit \(limit)")
                #expect(pages.allSatisfy { !$0.isEmpty }, "limit \(limit)")
            }
            #expect(try await pages("KIM.1@", limit: 5, world).flatMap(\.self).map(\.summary.userId) == ["kim-1"])
            #expect(try await pages("kim-1", limit: 2, world).flatMap(\.self).count == 11)
            #expect(try await pages("nobody", limit: 5, world) == [[]])
            #expect(try await pages("%", limit: 5, world) == [[]])
        }
    }

    @Test("a profile id finds that person, also one that was merged away", arguments: TestEngine.available)
    func byID(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await people(world)
            let device = try #require(try await world.person("anonymousId:kim-device-0"))
            try await world.ingest(Calls.track("Sign In", ["userId": "kim-3", "anonymousId": "kim-device-0"], at: 1))
            #expect(try await pages(device.id.rawValue, limit: 1, world).flatMap(\.self).map(\.summary.userId) == ["kim-3"])
        }
    }

    @Test("pages over HTTP end with no next, and a cursor of another list is refused", arguments: TestEngine.available)
    func overHTTP(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let calls = (0..<7).map { Calls.track("View", ["userId": "kim-\($0)"], at: 0, id: "m\($0)") }
            try await app.post("/v1/batch", ["batch": .array(calls)], key: app.keys.write)
            var cursors: [String: String] = [:]
            for query in ["q=kim", "limit=3"] {
                var ids: [String] = []
                var after = ""
                for page in 1...10 {
                    let answer = try await app.get("/v1/profiles?\(query)&limit=3\(after)").json
                    ids += answer["items"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
                    guard let next = answer["next"]?.stringValue else {
                        #expect(page == 3, "\(query)")
                        break
                    }
                    cursors[query] = next
                    after = "&after=\(next)"
                }
                #expect(ids.count == 7 && Set(ids).count == 7, "\(query)")
            }
            let (found, listed) = (cursors["q=kim"] ?? "", cursors["limit=3"] ?? "")
            for wrong in ["q=kim&after=\(listed)", "after=\(found)", "after=nonsense", "q=kim&after=nonsense"] {
                #expect(try await app.get("/v1/profiles?\(wrong)").problem == "bad-request", "\(wrong)")
            }
        }
    }
}
