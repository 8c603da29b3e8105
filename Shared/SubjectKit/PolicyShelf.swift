package import CommonModels
package import StorageKit
import Synchronization

/// The labels and policies that hold, as the governance feed told this service; before it told any, the standard ones.
package final class PolicyShelf: Sendable {
    private let known = Mutex<(version: Int64, book: PolicyBook)>((0, .standard))

    package init() {}

    /// What holds in this transaction. Read from the table only when it changed.
    package func book(in tx: any SQLTransaction) throws -> PolicyBook {
        guard let version = try tx.row("SELECT version FROM governance_book WHERE one = 1")?.integer("version") else {
            return .standard
        }
        if let book = known.withLock({ $0.version == version ? $0.book : nil }) { return book }
        guard let told = try Self.told(in: tx) else { return .standard }
        known.withLock { $0 = told }
        return told.book
    }

    /// What was told last; nil where nothing was.
    package static func told(in tx: any SQLTransaction) throws -> (version: Int64, book: PolicyBook)? {
        guard let row = try tx.row("SELECT version, document FROM governance_book WHERE one = 1") else { return nil }
        guard let book = PolicyBook(json: try row.json("document")) else { throw StorageError.malformed("the book of policies") }
        return (try row.integer("version"), book)
    }

    /// What holds now, for an answer about people.
    package func book(of database: any Database) async throws -> PolicyBook {
        try await database.read { tx in try self.book(in: tx) }
    }

    /// - Throws: ``PolicyViolation`` naming the policy and the field when the use is not allowed.
    package func require(_ use: DataUse, in tx: any SQLTransaction) throws {
        if let refusal = try refusal(of: use, in: tx) { throw PolicyViolation(refusal) }
    }

    /// The first policy that stands against a use; nil when it is allowed.
    package func refusal(of use: DataUse, in tx: any SQLTransaction) throws -> PolicyRefusal? {
        try book(in: tx).refusals(of: use).first
    }

    /// Keeps what the feed tells; an older version changes nothing.
    package static func store(_ version: Int64, _ book: PolicyBook, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO governance_book (one, version, document) VALUES (1, $1, $2)
            ON CONFLICT (one) DO UPDATE SET version = excluded.version, document = excluded.document
            WHERE excluded.version > governance_book.version
            """, [version, book.json])
    }

    static func store(_ event: CloudEvent, in tx: any SQLTransaction) throws {
        guard let version = event.data["version"]?.intValue, let book = PolicyBook(json: event.data) else {
            throw StorageError.malformed("an event of type \(event.type)")
        }
        try store(version, book, in: tx)
    }
}
