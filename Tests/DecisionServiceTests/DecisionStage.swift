import CommonModels
import DecisionDomain
import FeedKit
import ProjectionKit
import StorageKit
import TestFixtures

@testable import DecisionService

/// Replicas of the deciding part over one database, with a clock moved by hand.
struct DecisionStage: Sendable {
    static let start = Instant(secondsSince1970: 1_767_225_600)  // 2026-01-01T00:00:00Z
    static let migrations = DecisionService.migrations

    /// What one process holds.
    struct Replica: Sendable {
        let engine: DecisionEngine
        let desk: FeedbackDesk
        let cache: PersonCache
        let catalogue: CatalogueCache
        fileprivate let commits: GroupCommit<DecisionDraft, RecordOutcome>
        fileprivate let feedback: GroupCommit<FeedbackRecorder.Item, FeedbackOutcome>
    }

    let database: any Database
    let time: ManualTime
    let ids: IDGenerator
    let replicas: [Replica]
    let log: DecisionLog

    var first: Replica { replicas[0] }

    /// Runs `body` on a fresh database with its commit loops running.
    static func run(
        on engine: TestEngine, replicas count: Int = 1, holdoutShare: Double = 0, patience: Duration = .seconds(60),
        _ body: @escaping @Sendable (DecisionStage) async throws -> Void
    ) async throws {
        try await engine.withDatabase(migrations) { database in
            let stage = DecisionStage(database: database, replicas: count, holdoutShare: holdoutShare, patience: patience)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for replica in stage.replicas {
                    group.addTask { try await replica.commits.run() }
                    group.addTask { try await replica.feedback.run() }
                }
                let result = await Result { try await body(stage) }
                group.cancelAll()
                try result.get()
            }
        }
    }

    private init(database: any Database, replicas count: Int, holdoutShare: Double, patience: Duration) {
        let time = ManualTime(Self.start)
        let ids = IDGenerator.system(clock: time.clock)
        let log = DecisionLog(database: database)
        self.database = database
        self.time = time
        self.ids = ids
        self.log = log
        replicas = (0..<count).map { _ in
            let cache = PersonCache(capacity: 1_000, ageMax: nil)
            let catalogue = CatalogueCache(database: database, clock: time.clock, didChange: { cache.clear() })
            let people = PeopleDirectory(database: database, cache: cache, store: PersonStore())
            let totals = TotalCounters()
            let feed = Feed(service: .decision, database: database, clock: time.clock)
            let recorder = DecisionRecorder(feed: feed)
            let commits = GroupCommit("decisions", database: database) { try recorder.record($0, in: $1) }
            let feedbackRecorder = FeedbackRecorder(feed: feed)
            let feedback = GroupCommit("feedback", database: database) { try feedbackRecorder.record($0, in: $1) }
            let engine = DecisionEngine(
                catalogue: catalogue, people: people, horizon: FeedHorizon(database: database, patience: patience), totals: totals,
                commits: commits, log: log, clock: time.clock, ids: ids, holdoutShare: holdoutShare)
            let desk = FeedbackDesk(catalogue: catalogue, people: people, totals: totals, commits: feedback, clock: time.clock)
            return Replica(engine: engine, desk: desk, cache: cache, catalogue: catalogue, commits: commits, feedback: feedback)
        }
    }

    static func person(_ number: Int) -> ProfileID {
        ProfileID(UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number)))
    }

    /// Saves a document written as the API takes it.
    @discardableResult
    func save<Document: CatalogueDocument>(_ kind: Document.Type, _ json: String) async throws -> Document {
        let document = try Document(id: ids.next(), json: JSONValue(parsing: json))
        let stored = try await CatalogueStore<Document>(database: database).create(document, at: time.clock.now()) { _, _ in }
        replicas.forEach { $0.catalogue.invalidate() }
        return stored.document
    }

    /// An offer for placement `home` with the inside of a JSON object beside the usual fields.
    @discardableResult
    func saveOffer(_ key: String, _ fields: String = "") async throws -> Offer {
        let more = fields.isEmpty ? "" : ", \(fields)"
        return try await save(
            Offer.self, #"{"key":"\#(key)","name":{"en":"\#(key)"},"status":"live","content":{"home":{"inline":{"title":"x"}}}\#(more)}"#)
    }

    @discardableResult
    func savePlacement(_ fields: String = "") async throws -> Placement {
        let more = fields.isEmpty ? "" : ", \(fields)"
        return try await save(Placement.self, #"{"key":"home","name":{"en":"Home"},"channel":"web"\#(more)}"#)
    }

    func decide(_ person: ProfileID, replica: Int = 0, requestID: String? = nil, explain: Bool = false, seen: FeedPositions = .none)
        async throws -> JSONValue
    {
        let request = DecideRequest(who: .profile(person), placement: "home", explain: explain, requestID: requestID, seen: seen)
        return try JSONValue(parsing: try await replicas[replica].engine.decide(request))
    }

    func feedback(_ id: String, _ decision: JSONValue, _ kind: String, replica: Int = 0, more: String = "") async throws -> Bool {
        let text = #"{"id":"\#(id)","decisionId":"\#(decision["decisionId"]?.stringValue ?? "")","kind":"\#(kind)"\#(more)}"#
        return try await replicas[replica].desk.record(Feedback(json: JSONValue(parsing: text)))
    }

    /// Applies events as the feed consumer does, and forgets the people they are about.
    func apply(_ events: [CloudEvent]) async throws {
        try await database.write { try DecisionProjection().apply(events, in: $0) }
        replicas.forEach { $0.cache.invalidate(DecisionProjection.people(in: events)) }
    }

    /// Applies a page that ends at `position`, as the consumer of that feed does; only `hearing` was told of it to forget people.
    func consume(_ events: [CloudEvent], _ consumer: String, to position: Int64, hearing: Int? = nil) async throws {
        try await database.write { tx in
            try DecisionProjection().apply(events, in: tx)
            try tx.execute(
                """
                INSERT INTO maru_feed_cursor (consumer, position, moved_at) VALUES ($1, $2, 0)
                ON CONFLICT (consumer) DO UPDATE SET position = excluded.position
                """, [consumer, position])
        }
        if let hearing { replicas[hearing].cache.invalidate(DecisionProjection.people(in: events)) }
    }

    func event(_ type: String, _ data: String) throws -> CloudEvent {
        CloudEvent(id: "1", type: type, source: "/profile", time: time.clock.now(), subject: nil, data: try JSONValue(parsing: data))
    }

    /// Makes a person known by a user id and traits.
    func introduce(_ person: ProfileID, userID: String, traits: String = "{}") async throws {
        try await introduce(person, identities: [("userId", userID)], traits: traits)
    }

    func introduce(_ person: ProfileID, identities: [(namespace: String, value: String)], traits: String = "{}") async throws {
        let at = time.clock.now().rfc3339
        let list = identities.map {
            #"{"namespace":"\#($0.namespace)","value":"\#($0.value)","firstSeen":"\#(at)","lastSeen":"\#(at)"}"#
        }.joined(separator: ",")
        try await apply([
            event(
                FeedEventType.profileChanged,
                #"{"profileId":"\#(person)","traits":\#(traits),"removedTraits":[],"consents":[],"identities":[\#(list)]}"#
            )
        ])
    }

    /// Experiments and arms that wait to be told to Profile.
    func facts(of person: ProfileID) async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT body FROM fact_outbox WHERE profile_id = $1 ORDER BY number", [person]).map { row in
                let properties = try row.json("body")["properties"]
                return "\(properties?["experiment_id"]?.stringValue ?? "") \(properties?["variation_id"]?.stringValue ?? "")"
            }
        }
    }

    func merge(_ merged: ProfileID, into survivor: ProfileID) async throws {
        try await apply([
            event(FeedEventType.profileMerged, #"{"profileId":"\#(survivor)","mergedProfileId":"\#(merged)","reason":"sameUserId"}"#)
        ])
    }
}

extension Result where Failure == any Error {
    /// The outcome of asynchronous work.
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
