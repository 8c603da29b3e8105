import CommonModels
import FeedKit
import Foundation
import JourneyDomain
import JourneyService
import Logging
import ProjectionKit
import ServiceKit
import StorageKit
import TestFixtures

/// A Journey service without HTTP: a real database, the real engine, and neighbours that only remember.
struct JourneyWorld: Sendable {
    static let start = Instant(secondsSince1970: 1_789_614_000)
    static let migrations = JourneyService.migrations + [AuditLog.migrations]
    static let actor = JourneyActor(id: "tester")

    let database: any Database
    let neighbours: FakeNeighbours
    let time: ManualTime
    let ids: IDGenerator
    let engine: JourneyEngine
    private let applier = ProjectionApplier()

    init(
        _ database: any Database, neighbours: FakeNeighbours = FakeNeighbours(), time: ManualTime = ManualTime(JourneyWorld.start),
        ids: IDGenerator = .sequential(), holdoutShare: Double = 0
    ) async throws {
        guard let from = EmailAddress("shop@example.com"), let seoul = TimeZone(identifier: "Asia/Seoul") else { throw CancellationError() }
        let settings = JourneySettings(
            mail: MailSettings(url: "smtp://127.0.0.1:25", from: from), timezone: seoul, locale: .ko, holdoutShare: holdoutShare)
        let ports = JourneyPorts(
            renderer: neighbours, decisions: neighbours, facts: neighbours, mailer: neighbours, webhooks: neighbours, jitter: { 0 })
        engine = try await JourneyEngine(
            database: database, clock: time.clock, ids: ids, audit: AuditLog(database: database, clock: time.clock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, baseURL: "https://maru.example",
            preferences: PreferenceLinks(secret: Array("a secret of thirty-two characters".utf8), baseURL: "https://maru.example"),
            settings: settings, ports: ports)
        self.database = database
        self.neighbours = neighbours
        self.time = time
        self.ids = ids
    }

    static func run(
        on engine: TestEngine = .sqlite, holdoutShare: Double = 0, _ body: (JourneyWorld) async throws -> Void
    ) async throws {
        try await engine.withDatabase(migrations) { database in
            try await body(try await JourneyWorld(database, holdoutShare: holdoutShare))
        }
    }

    /// Applies feed events as the consumers do.
    func feed(_ events: [CloudEvent]) async throws {
        let reading = engine.reading
        let applier = applier
        try await database.write { tx in
            _ = try applier.apply(events, in: tx)
            try reading.apply(events, in: tx)
        }
    }

    /// Moves a consumer's cursor, as it does with every page.
    func read(_ consumer: String, to position: Int64) async throws {
        try await database.write { tx in
            _ = try tx.execute("INSERT INTO maru_feed_cursor (consumer, position, moved_at) VALUES ($1, $2, 0)", [consumer, position])
        }
    }

    /// Lets time pass and does everything that falls due on the way.
    func pass(_ duration: Duration) async throws {
        let end = time.clock.now() + duration
        try await engine.settle()
        while let next = try await nextDue(), next <= end {
            time.set(max(next, time.clock.now()))
            try await engine.settle()
        }
        time.set(end)
        try await engine.settle()
    }

    func nextDue() async throws -> Instant? {
        try await database.read { tx in
            let dues = [
                try RunStore().nextDue(in: tx), try RunStore().nextDue(deciding: true, in: tx),
                try MessageChannel.allCases.compactMap { try SendStore().nextDue($0, in: tx) }.min(),
            ]
            return dues.compactMap { $0 }.min()
        }
    }

    @discardableResult
    func publish(_ document: String, key: String = "welcome", backfill: Bool = false) async throws -> Journey {
        guard let key = JourneyKey(key), let name = JourneyName(ko: "환영", en: "Welcome") else { throw CancellationError() }
        let journey = try await engine.desk.create(key: key, name: name, draft: try JSONValue(parsing: document), by: Self.actor)
        return try await engine.desk.publish(journey.id.rawValue, backfill: backfill, expected: nil, by: Self.actor)
    }

    func traces(_ profile: ProfileID) async throws -> [RunTrace] {
        try await database.read { tx in try RunTraces().traces(of: profile, in: tx) }
    }

    func count(_ sql: String) async throws -> Int64 {
        try await database.read { tx in try tx.row(sql)?.integer("n") ?? 0 }
    }
}
