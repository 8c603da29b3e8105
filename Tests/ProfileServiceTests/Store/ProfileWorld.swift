import CommonModels
import FeedKit
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit
import SubjectKit
import TestFixtures

@testable import ProfileService

/// Profile's stores over one database, fed as the ingest writer feeds them, without HTTP.
struct ProfileWorld: Sendable {
    static let start = Instant(secondsSince1970: 1_789_614_000)
    static let migrations = ProfileService.migrations + [LeaseStore.migrations, JobStore.migrations, AuditLog.migrations]
    static let links = ConsentLinks(secret: Array("a secret of thirty-two characters".utf8), baseURL: "https://maru.example")
    static let blocks = BlockList(hasher: SubjectHasher(key: Array(repeating: 7, count: 32)))

    let database: any Database
    let ids: IDGenerator
    let feed: Feed
    let profiles: ProfileStore
    let timeline: TimelineStore
    let rulebook = IdentityRulebook()
    /// Of one process: worlds that stand for replicas have one each.
    let identities: IdentityCache
    let audit: AuditLog

    /// - Parameter ids: shared by worlds that stand for replicas over one database.
    init(_ database: any Database, ids: IDGenerator = .sequential(), identities: IdentityCache = IdentityCache()) {
        self.identities = identities
        self.database = database
        self.ids = ids
        audit = AuditLog(database: database, clock: ManualTime(Self.start).clock)
        feed = Feed(service: .profile, database: database, clock: ManualTime(Self.start).clock, log: EventText())
        profiles = ProfileStore(database: database)
        timeline = TimelineStore(database: database)
    }

    static func run(on engine: TestEngine, _ body: (ProfileWorld) async throws -> Void) async throws {
        try await engine.withDatabase(migrations) { try await body(ProfileWorld($0)) }
    }

    var parts: IngestParts {
        IngestParts(
            ids: ids, plans: TraitPlanCache(), tracking: TrackingPlanCache(), links: Self.links, blocks: Self.blocks, rulebook: rulebook,
            identities: identities)
    }

    /// Stores requests in one transaction, as a group commit does. All were received a day after ``start``.
    @discardableResult
    func ingest(
        requests: [[JSONValue]], source: String = "web", receivedAt: Instant = start + .days(1), sender: IngestSender = .server
    ) async throws -> [IngestOutcome] {
        let submissions = try requests.map {
            try Self.submission($0, source: source, ids: ids, receivedAt: receivedAt, sender: sender, rules: rulebook.rules)
        }
        return try await database.write { [feed, parts] tx in try IngestBatch.apply(submissions, in: tx, feed: feed, parts: parts) }
    }

    @discardableResult
    func ingest(_ calls: JSONValue..., source: String = "web") async throws -> IngestOutcome {
        try await ingest(requests: [calls], source: source)[0]
    }

    static func submission(
        _ calls: [JSONValue], source: String = "web", ids: IDGenerator, receivedAt: Instant = start + .days(1),
        sender: IngestSender = .server, rules: IdentityRules = .builtIn
    ) throws -> IngestSubmission {
        let body: JSONValue = ["batch": .array(calls)]
        let bytes = Array(body.serialized.utf8)
        let request = try bytes.withUnsafeBufferPointer { try IngestRequest(body: $0, type: nil, limits: .serverKey) }
        return IngestSubmission(
            request, of: ByteBuffer(bytes: bytes), source: source, receivedAt: receivedAt, limits: .serverKey, rules: rules, ids: ids,
            sender: sender)
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
