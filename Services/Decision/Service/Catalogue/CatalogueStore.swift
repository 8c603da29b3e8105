package import CommonModels
package import DecisionDomain
import OrderedCollections
package import StorageKit

/// Offers, placements, shared caps and experiments in storage: one store for every kind of document.
package struct CatalogueStore<Document: CatalogueDocument>: Sendable {
    private let database: any Database

    package init(database: any Database) {
        self.database = database
    }

    /// Saves a new document and tells deciding that the catalogue changed.
    ///
    /// - Throws: ``CatalogueError/keyTaken(kind:key:)``, or what `alongside` throws; then nothing is saved.
    package func create(
        _ document: Document, at: Instant, alongside: @escaping @Sendable (StoredDocument<Document>, any SQLTransaction) throws -> Void
    ) async throws -> StoredDocument<Document> {
        try await database.write { tx in
            try tx.serialize(on: "decision-catalogue")
            let stored = StoredDocument(document: document, version: 1, createdAt: at, updatedAt: at)
            let row: [SQLValue] = [
                .text(Document.kind), .text(document.id.rawValue), .text(document.key), .text(document.statusName), .integer(1),
                .text(document.json.serialized), .integer(at.microseconds), .integer(at.microseconds),
            ]
            let columns = ["kind", "id", "key", "status", "version", "document", "created_at", "updated_at"]
            guard try tx.insert(into: "catalogue_document", columns: columns, rows: [row], onConflict: .ignore) == 1 else {
                throw CatalogueError.keyTaken(kind: Document.kind, key: document.key)
            }
            try CatalogueChecks.check(document, in: tx)
            try alongside(stored, tx)
            try CatalogueState.bump(in: tx)
            return stored
        }
    }

    /// Replaces the document that stands at `version`.
    ///
    /// - Throws: ``CatalogueError``, or what `alongside` throws; then nothing is saved.
    package func replace(
        _ document: Document, expecting version: Int64, at: Instant,
        alongside: @escaping @Sendable (StoredDocument<Document>, any SQLTransaction) throws -> Void
    ) async throws -> StoredDocument<Document> {
        try await database.write { tx in
            try tx.serialize(on: "decision-catalogue")
            let current = try Self.stored(document.id, in: tx)
            guard current.version == version else { throw CatalogueError.changedMeanwhile(version: current.version) }
            let taken = try tx.row(
                "SELECT id FROM catalogue_document WHERE kind = $1 AND key = $2 AND id <> $3", [Document.kind, document.key, document.id])
            if taken != nil { throw CatalogueError.keyTaken(kind: Document.kind, key: document.key) }
            let stored = StoredDocument(document: document, version: version + 1, createdAt: current.createdAt, updatedAt: at)
            try tx.execute(
                """
                UPDATE catalogue_document SET key = $1, status = $2, version = $3, document = $4, updated_at = $5
                WHERE kind = $6 AND id = $7 AND version = $8
                """,
                [
                    document.key, document.statusName, stored.version, document.json.serialized, at, Document.kind, document.id, version,
                ])
            try CatalogueChecks.check(document, in: tx)
            try alongside(stored, tx)
            try CatalogueState.bump(in: tx)
            return stored
        }
    }

    /// - Throws: ``CatalogueError/notFound(kind:)``
    package func find(_ id: Document.ID) async throws -> StoredDocument<Document> {
        try await database.read { tx in try Self.stored(id, in: tx) }
    }

    /// Documents in order of making, after `after`; newest last.
    package func list(status: String?, after: String?, limit: Int) async throws -> [StoredDocument<Document>] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT id, version, document, created_at, updated_at FROM catalogue_document
                WHERE kind = $1 AND id > $2 AND ($3 = '' OR status = $3) ORDER BY id LIMIT $4
                """,
                [Document.kind, after ?? "", status ?? "", limit]
            ).map(Self.stored)
        }
    }

    /// Every document; catalogues are small.
    static func all(in tx: any SQLTransaction) throws -> [StoredDocument<Document>] {
        try tx.rows(
            "SELECT id, version, document, created_at, updated_at FROM catalogue_document WHERE kind = $1 ORDER BY id", [Document.kind]
        ).map(stored)
    }

    private static func stored(_ id: Document.ID, in tx: any SQLTransaction) throws -> StoredDocument<Document> {
        let row = try tx.row(
            "SELECT id, version, document, created_at, updated_at FROM catalogue_document WHERE kind = $1 AND id = $2", [Document.kind, id])
        guard let row else { throw CatalogueError.notFound(kind: Document.kind) }
        return try stored(row)
    }

    private static func stored(_ row: SQLRow) throws -> StoredDocument<Document> {
        StoredDocument(
            document: try Document(id: row.id("id"), json: row.json("document")), version: try row.integer("version"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }
}
