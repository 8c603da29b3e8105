import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures

@testable import ProfileService

/// Profile's stores over one database, fed as the ingest writer feeds them, without HTTP.
struct ProfileWorld: Sendable {
    static let start = Instant(secondsSince1970: 1_789_614_000)
    static let migrations = [Feed.migrations, ProfileMigrations.set, IdentityMigrations.set, AuditLog.migrations]

    let database: any Database
    let ids: IDGenerator
    let feed: Feed
    let profiles: ProfileStore
    let timeline: TimelineStore
    let rulebook = IdentityRulebook()
    let audit: AuditLog

    /// - Parameter ids: shared by worlds that stand for replicas over one database.
    init(_ database: any Database, ids: IDGenerator = .sequential()) {
        self.database = database
        self.ids = ids
        audit = AuditLog(database: database, clock: ManualTime(Self.start).clock)
        feed = Feed(service: .profile, database: database, clock: ManualTime(Self.start).clock)
        profiles = ProfileStore(database: database)
        timeline = TimelineStore(database: database)
    }

    static func run(on engine: TestEngine, _ body: (ProfileWorld) async throws -> Void) async throws {
        try await engine.withDatabase(migrations) { try await body(ProfileWorld($0)) }
    }

    /// Stores requests in one transaction, as a group commit does. All were received a day after ``start``.
    @discardableResult
    func ingest(requests: [[JSONValue]], source: String = "web") async throws -> [IngestOutcome] {
        let submissions = try requests.map { try Self.submission($0, source: source, ids: ids, rules: rulebook.rules) }
        return try await database.write { [feed, ids, rulebook] tx in
            try IngestBatch.apply(submissions, in: tx, feed: feed, ids: ids, rulebook: rulebook)
        }
    }

    @discardableResult
    func ingest(_ calls: JSONValue..., source: String = "web") async throws -> IngestOutcome {
        try await ingest(requests: [calls], source: source)[0]
    }

    static func submission(_ calls: [JSONValue], source: String = "web", ids: IDGenerator, rules: IdentityRules = .builtIn) throws
        -> IngestSubmission
    {
        let body: JSONValue = ["batch": .array(calls)]
        let request = try Array(body.serialized.utf8).withUnsafeBufferPointer {
            try IngestRequest(body: $0, type: nil, limits: .serverKey)
        }
        return IngestSubmission(request, source: source, receivedAt: start + .days(1), limits: .serverKey, rules: rules, ids: ids)
    }

    /// The profile of an identity written `namespace:value`.
    func person(_ identity: String) async throws -> ProfileView? {
        let parts = identity.split(separator: ":", maxSplits: 1).map(String.init)
        return try await profiles.profile(namespace: parts[0], value: parts[1])
    }

    /// Names of a person's events, newest first.
    func history(_ id: ProfileID, name: String? = nil) async throws -> [String] {
        try await timeline.events(of: id, name: name, limit: 1_000, after: nil)?.map { $0.event.name ?? $0.event.type.rawValue } ?? []
    }

    func number(_ sql: String, _ arguments: [any SQLBindable] = []) async throws -> Int64 {
        let values = arguments.map(\.sqlValue)
        return try await database.read { tx in try tx.row(sql, values)?.integer("n") ?? -1 }
    }
}
