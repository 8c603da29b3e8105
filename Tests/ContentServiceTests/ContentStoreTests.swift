import CommonModels
import ContentDomain
import FeedKit
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ContentService

@Suite("Content store")
struct ContentStoreTests {
    private static let writer = ContentActor(id: "usr_test")

    private struct Stores {
        let store: ContentStore
        let editor: ContentEditor
        let database: any Database

        func make(_ key: String, kind: ContentKind = .push, _ variants: JSONValue = ["ko": ["title": "안녕", "body": "{{ context.x }}"]]) async throws -> ContentItem {
            try await editor.create(
                key: try #require(ContentKey(key)), kind: kind,
                details: try ContentDetails(name: "Name of \(key)", folder: "a", tags: ["t1"], purpose: .marketing, defaultLocale: "ko"),
                variants: try ContentVariants(variants, kind: kind), by: writer)
        }
    }

    private func with(_ engine: TestEngine, _ body: (Stores) async throws -> Void) async throws {
        try await engine.withDatabase([Feed.migrations, AuditLog.migrations, ContentMigrations.set]) { database in
            let clock = WallClock.fixed(Instant(secondsSince1970: 1_789_614_000))
            let feed = Feed(service: .content, database: database, clock: clock)
            try await body(
                Stores(
                    store: ContentStore(database: database, clock: clock),
                    editor: ContentEditor(
                        database: database, feed: feed, audit: AuditLog(database: database, clock: clock), clock: clock, ids: .system(clock: clock)),
                    database: database))
        }
    }

    @Test("an item is found by id and by key as it was written", arguments: TestEngine.available)
    func roundTrip(engine: TestEngine) async throws {
        try await with(engine) { stores in
            let item = try await stores.make("welcome")
            #expect(try await stores.store.item("welcome") == item)
            #expect(try await stores.store.item(item.id.rawValue) == item)
            #expect(item.status == .draft)
            await #expect(throws: ContentError.notFound) { try await stores.store.item("nobody") }
            await #expect(throws: ContentError.keyTaken("welcome")) { try await stores.make("welcome") }
        }
    }

    @Test("a published version never changes; writing begins the next one", arguments: TestEngine.available)
    func versions(engine: TestEngine) async throws {
        try await with(engine) { stores in
            _ = try await stores.make("a")
            let published = try await stores.editor.publish("a", revision: 1, by: Self.writer)
            #expect(published.status == .published)
            let words = try ContentVariants(["ko": ["title": "new", "body": "new"]], kind: .push)
            let changed = try await stores.editor.write("a", revision: nil, by: Self.writer) { _, _ in words }
            #expect(changed.status == .changed)
            #expect(changed.latestVersion == 2)
            #expect(changed.publishedVersion == 1)
            #expect(try await stores.store.item("a", version: 1).version.variants["ko", "title"] == "안녕")
            #expect(try await stores.store.item("a", version: 1).version.publishedBy == "usr_test")
            _ = try await stores.editor.write("a", revision: nil, by: Self.writer) { _, before in before }
            #expect(try await stores.store.versions(of: "a", page: PageRequest()).items.map(\.number) == [2, 1])
            await #expect(throws: ContentError.versionNotFound) { try await stores.store.item("a", version: 3) }
        }
    }

    @Test("an edit of an outdated revision is refused and nothing is saved", arguments: TestEngine.available)
    func outdated(engine: TestEngine) async throws {
        try await with(engine) { stores in
            let item = try await stores.make("a")
            _ = try await stores.editor.write("a", revision: item.revision, by: Self.writer) { _, before in before }
            await #expect(throws: ContentError.changedMeanwhile(revision: 2)) {
                try await stores.editor.write("a", revision: item.revision, by: Self.writer) { _, _ in ContentVariants() }
            }
            #expect(try await stores.store.item("a", version: nil).version.variants.isEmpty == false)
        }
    }

    @Test("a draft with mistakes is not published and the feed says nothing", arguments: TestEngine.available)
    func mistakes(engine: TestEngine) async throws {
        try await with(engine) { stores in
            _ = try await stores.make("bad", ["ko": ["title": "{{ a | nosuch }}"]])
            await #expect(throws: ContentError.self) { try await stores.editor.publish("bad", revision: nil, by: Self.writer) }
            #expect(try await stores.store.item("bad").status == .draft)
            let events = try await stores.database.read { try $0.rows("SELECT id FROM maru_feed").count }
            #expect(events == 0)
        }
    }

    @Test("publishing is told in the feed and the audit log, in the same transaction", arguments: TestEngine.available)
    func feed(engine: TestEngine) async throws {
        try await with(engine) { stores in
            let item = try await stores.make("a")
            _ = try await stores.editor.publish("a", revision: nil, by: Self.writer)
            await #expect(throws: ContentError.nothingToPublish) { try await stores.editor.publish("a", revision: nil, by: Self.writer) }
            let (events, actions) = try await stores.database.read { tx in
                (try tx.rows("SELECT event FROM maru_feed").map { try $0.text("event") }, try tx.rows("SELECT action FROM maru_audit ORDER BY sequence").map { try $0.text("action") })
            }
            #expect(events.count == 1)
            #expect(events.first?.contains(item.id.rawValue) == true)
            #expect(events.first?.contains(FeedEventType.contentPublished) == true)
            #expect(actions == ["content.create", "content.publish"])
        }
    }

    @Test("lists go by key, filter, and continue where the page before ended", arguments: TestEngine.available)
    func lists(engine: TestEngine) async throws {
        try await with(engine) { stores in
            for index in 0..<5 { _ = try await stores.make("item-\(index)") }
            _ = try await stores.make("note", kind: .sms, ["ko": ["text": "hi"]])
            _ = try await stores.editor.publish("item-3", revision: nil, by: Self.writer)
            let first = try await stores.store.list(ContentFilter(), page: PageRequest(limit: 4))
            let second = try await stores.store.list(ContentFilter(), page: PageRequest(limit: 4, after: first.next))
            #expect((first.items + second.items).map(\.key.rawValue) == ["item-0", "item-1", "item-2", "item-3", "item-4", "note"])
            #expect(second.next == nil)
            #expect(try await stores.store.list(ContentFilter(kind: .sms), page: PageRequest()).items.map(\.key.rawValue) == ["note"])
            #expect(try await stores.store.list(ContentFilter(status: .published), page: PageRequest()).items.map(\.key.rawValue) == ["item-3"])
            #expect(try await stores.store.list(ContentFilter(search: "NAME OF ITEM-1"), page: PageRequest()).items.count == 1)
            #expect(try await stores.store.counts() == (6, 1))
        }
    }

    @Test("an item is read through an index, by id and by key", arguments: TestEngine.available)
    func plans(engine: TestEngine) async throws {
        try await with(engine) { stores in
            for column in ["id", "key"] {
                let plan = try await stores.database.queryPlan("SELECT * FROM content_item WHERE \(column) = $1", ["x"])
                #expect(QueryPlan.fullScans(plan, on: stores.database.engine) == [], "\(plan)")
            }
        }
    }
}
