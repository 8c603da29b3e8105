import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Keeps labels, policies and retention rules, every version of them; tells all services of the policies through the feed.
struct GovernanceStore: Sendable {
    enum Kind: String, Sendable {
        case policies, retention
    }

    struct Versioned<Document: Sendable>: Sendable {
        let version: Int64
        let document: Document
    }

    let database: any Database
    let telling: GovernanceTelling
    let clock: WallClock
    let audit: AuditLog

    /// The book as people stated it. The standard book is version 0.
    func book() async throws -> Versioned<PolicyBook> {
        try await database.read { tx in try Self.statedBook(in: tx) ?? Versioned(version: 0, document: .standard) }
    }

    /// What holds: the book, with the labels computed traits have from what they are computed from.
    func standing() async throws -> PolicyBook {
        try await database.read { tx in try PolicyShelf.told(in: tx)?.book ?? .standard }
    }

    func retention() async throws -> Versioned<RetentionRules> {
        try await database.read { tx in
            try Self.statedRetention(in: tx) ?? Versioned(version: 0, document: .none)
        }
    }

    /// - Throws: ``GovernanceError/changed(version:)`` when `expected` is not the present version.
    func replace(_ book: PolicyBook, expecting expected: Int64, by context: ServiceContext) async throws -> Int64 {
        try await database.write { tx in
            let version = try save(.policies, book.stated.json, expecting: expected, context, in: tx)
            try telling.tellPolicyChanges(in: tx)
            return version
        }
    }

    /// Tells what changed otherwise than by ``replace(_:expecting:by:)-(PolicyBook,_,_)``, and what may be forgotten.
    func keepTelling() async throws {
        try await database.write { tx in
            try telling.tellPolicyChanges(in: tx)
            try telling.tellAgain(in: tx)
        }
    }

    /// - Throws: ``GovernanceError/changed(version:)``.
    func replace(_ rules: RetentionRules, expecting expected: Int64, by context: ServiceContext) async throws -> Int64 {
        try await database.write { tx in
            let version = try save(.retention, rules.json, expecting: expected, context, in: tx)
            try telling.tell(rules.events, version: version, in: tx)
            return version
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

    /// The book people stated last; nil while they stated none.
    static func statedBook(in tx: any SQLTransaction) throws -> Versioned<PolicyBook>? {
        guard let (version, document) = try latest(.policies, in: tx) else { return nil }
        guard let book = PolicyBook(json: document) else { throw StorageError.malformed("the book of policies") }
        return Versioned(version: version, document: book)
    }

    /// The rules people stated last; nil while they stated none.
    static func statedRetention(in tx: any SQLTransaction) throws -> Versioned<RetentionRules>? {
        try latest(.retention, in: tx).map { Versioned(version: $0.version, document: try RetentionRules(json: $0.document)) }
    }

    private static func latest(_ kind: Kind, in tx: any SQLTransaction) throws -> (version: Int64, document: JSONValue)? {
        try tx.row(
            "SELECT version, document FROM governance_version WHERE kind = $1 ORDER BY version DESC LIMIT 1", [kind.rawValue]
        ).map { (try $0.integer("version"), try $0.json("document")) }
    }
}
