import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("The timeline")
struct TimelineStoreTests {
    /// Pages through a person's timeline; `between` runs after every page.
    private func pages(
        of id: ProfileID, limit: Int, _ world: ProfileWorld, name: String? = nil, between: (Int) async throws -> Void = { _ in }
    ) async throws -> [TimelineEntry] {
        var seen: [TimelineEntry] = []
        var after: Keyset?
        while true {
            let page = try #require(try await world.timeline.events(of: id, name: name, limit: limit, after: after))
            seen += page
            guard page.count == limit, let last = page.last else { return seen }
            // The position goes over the wire between two pages.
            let next: Keyset = try #require(Keyset(encoded: last.keyset.encoded, count: 2))
            after = next
            try await between(seen.count)
        }
    }

    @Test("pages of any size show every event once, newest first, also where times are equal", arguments: TestEngine.available)
    func complete(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            // 60 events at 7 instants, not in the order of their times.
            try await world.ingest(
                requests: [(0..<60).map { Calls.track("E\($0)", ["userId": "kim"], at: $0 * 13 % 7, id: "m\($0)") }])
            try await world.ingest(Calls.track("Other", ["userId": "lee"], at: 3))
            let id = try #require(try await world.person("userId:kim")).id
            let whole = try await pages(of: id, limit: 1_000, world)
            #expect(Set(whole.map(\.event.messageId)) == Set((0..<60).map { "m\($0)" }) && whole.count == 60)
            #expect(zip(whole, whole.dropFirst()).allSatisfy { ($0.event.time, $0.sequence) > ($1.event.time, $1.sequence) })
            for limit in [1, 7, 10, 20, 59, 60] { #expect(try await pages(of: id, limit: limit, world) == whole, "limit \(limit)") }
            #expect(try await pages(of: id, limit: 3, world, name: "E7").map(\.event.name) == ["E7"])
            #expect(try await world.timeline.events(of: world.ids.next(), name: nil, limit: 10, after: nil) == nil)
        }
    }

    @Test("what arrives between two pages neither hides nor repeats an event", arguments: TestEngine.available)
    func underInserts(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(requests: [(0..<40).map { Calls.track("Old", ["userId": "kim"], at: $0, id: "m\($0)") }])
            let id = try #require(try await world.person("userId:kim")).id
            let seen = try await pages(of: id, limit: 7, world) { count in
                // One newer than all, one as old as the last event seen, one in the part not read yet.
                try await world.ingest(
                    Calls.track("New", ["userId": "kim"], at: 100 + count), Calls.track("Same", ["userId": "kim"], at: 40 - count),
                    Calls.track("Late", ["userId": "kim"], at: 0))
            }
            let old = seen.filter { $0.event.name == "Old" }.map(\.event.messageId)
            #expect(old == (0..<40).reversed().map { "m\($0)" })
            #expect(Set(seen.map(\.sequence)).count == seen.count)
            #expect(!seen.contains { $0.event.name == "New" })
        }
    }

    @Test("pages stay complete while writers are at work", arguments: TestEngine.available)
    func underWriters(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(requests: [(0..<50).map { Calls.track("Old", ["userId": "kim"], at: $0, id: "m\($0)") }])
            let id = try #require(try await world.person("userId:kim")).id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for round in 0..<10 {
                            try await world.ingest(
                                Calls.track("New", ["userId": "kim"], at: (writer * 31 + round * 17) % 60, id: "w\(writer)-\(round)"))
                        }
                    }
                }
                for _ in 0..<5 {
                    let seen = try await pages(of: id, limit: 6, world)
                    #expect(seen.filter { $0.event.name == "Old" }.count == 50)
                    #expect(Set(seen.map(\.sequence)).count == seen.count)
                }
                try await group.waitForAll()
            }
            #expect(try await pages(of: id, limit: 9, world).count == 90)
        }
    }

    @Test("histories of people who are one are paged as one", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for second in 0..<30 {
                let who: KeyValuePairs<String, String> = second % 3 == 0 ? ["userId": "kim"] : ["anonymousId": "device-\(second % 3)"]
                try await world.ingest(Calls.track("E\(second)", who, at: second))
            }
            for device in 1...2 {
                try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "device-\(device)"], at: 99))
            }
            let kim = try #require(try await world.person("userId:kim"))
            #expect(kim.mergedIds.count == 2)
            let expected = ["Sign In", "Sign In"] + (0..<30).reversed().map { "E\($0)" }
            for id in kim.mergedIds + [kim.id] {
                let seen = try await pages(of: id, limit: 4, world)
                #expect(seen.compactMap(\.event.name) == expected)
                #expect(seen.allSatisfy { $0.event.profileId == kim.id })
            }
        }
    }

    @Test("events are narrowed down by kind, source and time, together and page by page", arguments: TestEngine.available)
    func filters(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for (number, source) in ["web", "app", "web", "crm"].enumerated() {
                let calls = (0..<6).map { Calls.track($0 % 2 == 0 ? "View" : "Buy", ["userId": "kim"], at: number * 100 + $0) }
                try await world.ingest(requests: [calls + [Calls.identify(["userId": "kim"], [:], at: number * 100 + 50)]], source: source)
            }
            let id = try #require(try await world.person("userId:kim")).id
            func names(_ filter: TimelineFilter) async throws -> [String] {
                var (found, after): ([String], Keyset?) = ([], nil)
                repeat {
                    let page = try #require(try await world.timeline.page(of: id, filter, limit: 2, after: after))
                    found += page.entries.map { $0.event.name ?? $0.event.type.rawValue }
                    after = page.next
                } while after != nil
                return found
            }
            #expect(try await names(TimelineFilter(kind: "Buy")).count == 12)
            #expect(try await names(TimelineFilter(kind: "identify")) == Array(repeating: "identify", count: 4))
            #expect(try await names(TimelineFilter(source: "app")) == ["identify", "Buy", "View", "Buy", "View", "Buy", "View"])
            #expect(try await names(TimelineFilter(kind: "Buy", source: "web")).count == 6)
            let start = ProfileWorld.start
            #expect(
                try await names(TimelineFilter(from: start + .seconds(103), to: start + .seconds(201))).count == 5, "the end not included")
            #expect(try await names(TimelineFilter(kind: "View", source: "crm", from: start + .seconds(302))).count == 2)
            let profile = try #require(try await world.person("userId:kim"))
            #expect(try await world.timeline.kinds(of: profile) == ["Buy", "View", "identify"])
            #expect(try await world.timeline.kinds(of: profile, limit: 2) == ["Buy", "View"])
        }
    }

    @Test("a source that was long ago is found over several looks, each of bounded work", arguments: TestEngine.available)
    func rareSource(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.track("Rare", ["userId": "kim"], at: 0), source: "crm")
            for batch in 0..<5 {
                let calls = (0..<4_500).map { Calls.track("View", ["userId": "kim"], at: 1 + batch * 4_500 + $0) }
                try await world.ingest(requests: [calls])
            }
            let id = try #require(try await world.person("userId:kim")).id
            let first = try #require(try await world.timeline.page(of: id, TimelineFilter(source: "crm"), limit: 10, after: nil))
            #expect(first.entries.isEmpty && first.next != nil, "not among the latest, but there is more to look at")
            var (page, looks) = (first, 1)
            while page.entries.isEmpty, let next = page.next {
                page = try #require(try await world.timeline.page(of: id, TimelineFilter(source: "crm"), limit: 10, after: next))
                looks += 1
            }
            #expect(page.entries.map(\.event.name) == ["Rare"] && page.next == nil && looks < 20)
        }
    }
}
