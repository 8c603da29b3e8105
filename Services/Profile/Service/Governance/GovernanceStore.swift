import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Keeps labels, policies and retention rules, every version of them; tells all services of the policies through the feed.
struct GovernanceStore: Sendable {
    /// The feed forgets after 35 days; whoever joins later must still hear what holds.
    private static let tellAgainAfter = Duration.days(20)

    enum Kind: String, Sendable {
        case policies, retention
    }

    struct Versioned<Document: Sendable>: Sendable {
        let version: Int64
        let document: Document
    }

    let database: any Database
    let feed: Feed
    let clock: WallClock
    let audit: AuditLog

    /// The standard book is version 0.
    func book() async throws -> Versioned<PolicyBook> {
        try await database.read { tx in
            guard let (version, document) = try Self.latest(.policies, in: tx) else { return Versioned(version: 0, document: .standard) }
            guard let book = PolicyBook(json: document) else { throw StorageError.malformed("the book of policies") }
            return Versioned(version: version, document: book)
        }
    }

    func retention() async throws -> Versioned<RetentionRules> {
        try await database.read { tx in
            guard let (version, document) = try Self.latest(.retention, in: tx) else { return Versioned(version: 0, document: .none) }
            return Versioned(version: version, document: try RetentionRules(json: document))
        }
    }

    /// - Throws: ``GovernanceError/changed(version:)`` when `expected` is not the present version.
    func replace(_ book: PolicyBook, expecting expected: Int64, by context: ServiceContext) async throws -> Int64 {
        try await database.write { tx in
            let version = try save(.policies, book.json, expecting: expected, context, in: tx)
            try PolicyShelf.store(version, book, in: tx)
            try publish(version, book, in: tx)
            return version
        }
    }

    /// - Throws: ``GovernanceError/changed(version:)``.
    func replace(_ rules: RetentionRules, expecting expected: Int64, by context: ServiceContext) async throws -> Int64 {
        try await database.write { tx in try save(.retention, rules.json, expecting: expected, context, in: tx) }
    }

    /// Says again what holds when the feed may have forgotten it.
    func tellAgain() async throws {
        let horizon = clock.now() - Self.tellAgainAfter
        try await database.write { tx in
            guard let (version, document) = try Self.latest(.policies, in: tx), let book = PolicyBook(json: document) else { return }
            let told = try tx.row(
                "SELECT max(published_at) AS at FROM maru_feed WHERE topic = $1 AND event LIKE $2",
                [FeedTopic.governance.rawValue, "\"type\":\"\(FeedEventType.governanceBook)\"%"])
            if let at = try told?.instantOrNull("at"), at > horizon { return }
            try publish(version, book, in: tx)
        }
    }

    private func save(
        _ kind: Kind, _ document: JSONValue, expecting expected: Int64, _ context: ServiceContext, in tx: any SQLTransaction
    ) throws -> Int64 {
        try tx.serialize(on: "profile-governance")
        let present = try Self.latest(kind, in: tx)?.version ?? 0
        guard present == expected else { throw GovernanceError.changed(version: present) }
        try tx.execute(
            "INSERT INTO governance_version (kind, version, document, at, changed_by) VALUES ($1, $2, $3, $4, $5)",
            [kind.rawValue, present + 1, document, clock.now(), context.actor])
        try audit.record(
            context, action: "governance.\(kind.rawValue)", object: "\(kind.rawValue)@\(present + 1)",
            detail: ["version": .integer(present + 1)], in: tx)
        return present + 1
    }

    private func publish(_ version: Int64, _ book: PolicyBook, in tx: any SQLTransaction) throws {
        var members: JSONObject = ["version": .integer(version)]
        members.merge(book.json.objectValue ?? [:]) { $1 }
        let event = FeedEvent(
            type: FeedEventType.governanceBook, subject: nil, partitionKey: "governance", time: clock.now(),
            data: JSONValue.object(members).serialized, topic: .governance)
        try feed.publish([event], in: tx)
    }

    private static func latest(_ kind: Kind, in tx: any SQLTransaction) throws -> (version: Int64, document: JSONValue)? {
        try tx.row(
            "SELECT version, document FROM governance_version WHERE kind = $1 ORDER BY version DESC LIMIT 1", [kind.rawValue]
        ).map { (try $0.integer("version"), try $0.json("document")) }
    }
}
