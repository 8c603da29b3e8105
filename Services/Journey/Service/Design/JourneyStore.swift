package import CommonModels
package import JourneyDomain
package import StorageKit

/// Keeps journeys and their published versions.
package struct JourneyStore: Sendable {
    package init() {}

    /// - Throws: ``JourneyError/keyTaken(_:)``
    package func insert(_ journey: Journey, in tx: any SQLTransaction) throws {
        let inserted = try tx.insert(into: "journey", columns: Self.columns, rows: [Self.values(journey)], onConflict: .ignore)
        if inserted == 0 { throw JourneyError.keyTaken(journey.key) }
    }

    /// - Parameter reference: an id or a key.
    /// - Throws: ``JourneyError/notFound(_:)``
    package func find(_ reference: String, in tx: any SQLTransaction) throws -> Journey {
        guard let row = try tx.row("SELECT * FROM journey WHERE id = $1 OR journey_key = $1", [reference]) else {
            throw JourneyError.notFound(reference)
        }
        return try Self.journey(row)
    }

    /// Load, change and save in the caller's transaction.
    /// - Throws: ``JourneyError/notFound(_:)``, or what `change` throws; then nothing is saved.
    package func update<Answer>(_ reference: String, in tx: any SQLTransaction, _ change: (inout Journey) throws -> Answer) throws -> (
        Journey, Answer
    ) {
        guard let row = try tx.row("SELECT * FROM journey WHERE id = $1 OR journey_key = $1\(tx.engine.forUpdate)", [reference]) else {
            throw JourneyError.notFound(reference)
        }
        var journey = try Self.journey(row)
        let answer = try change(&journey)
        try tx.insert(
            into: "journey", columns: Self.columns, rows: [Self.values(journey)],
            onConflict: .replace(key: ["id"], update: Self.columns.filter { $0 != "id" }))
        return (journey, answer)
    }

    /// Journeys after `after` by id, newest ids last.
    package func list(after: String, limit: Int, in tx: any SQLTransaction) throws -> [Journey] {
        try tx.rows("SELECT * FROM journey WHERE id > $1 ORDER BY id LIMIT $2", [after, limit]).map(Self.journey)
    }

    package func insertVersion(
        _ version: Int, of id: JourneyID, document: JSONValue, by actor: String, at now: Instant, in tx: any SQLTransaction
    ) throws {
        try tx.execute(
            "INSERT INTO journey_version (journey_id, version, document, published_at, published_by) VALUES ($1, $2, $3, $4, $5)",
            [id, version, document, now, actor])
    }

    /// - Throws: ``JourneyError/versionNotFound(_:)``
    package func document(of id: JourneyID, version: Int, in tx: any SQLTransaction) throws -> JourneyDocument {
        guard let row = try tx.row("SELECT document FROM journey_version WHERE journey_id = $1 AND version = $2", [id, version]) else {
            throw JourneyError.versionNotFound(version)
        }
        return try JourneyDocument(json: try row.json("document"))
    }

    /// Published versions, newest first.
    package func versions(of id: JourneyID, in tx: any SQLTransaction) throws -> [PublishedVersion] {
        try tx.rows(
            "SELECT version, published_at, published_by FROM journey_version WHERE journey_id = $1 ORDER BY version DESC LIMIT 100", [id]
        ).map {
            PublishedVersion(
                version: try $0.int("version"), publishedAt: try $0.instant("published_at"), publishedBy: try $0.text("published_by"))
        }
    }

    static let columns = [
        "id", "journey_key", "name_ko", "name_en", "status", "draft", "revision", "live_version", "published_at", "created_at",
        "updated_at",
    ]

    private static func values(_ journey: Journey) -> [SQLValue] {
        [
            journey.id.sqlValue, .text(journey.key.rawValue), .text(journey.name.ko), .text(journey.name.en),
            .text(journey.status.rawValue),
            journey.draft.sqlValue, journey.revision.sqlValue, journey.liveVersion.sqlValue, journey.publishedAt.sqlValue,
            journey.createdAt.sqlValue, journey.updatedAt.sqlValue,
        ]
    }

    static func journey(_ row: SQLRow) throws -> Journey {
        guard let key = JourneyKey(try row.text("journey_key")),
            let name = JourneyName(ko: try row.text("name_ko"), en: try row.text("name_en"))
        else { throw StorageError.malformed("a journey's key or name") }
        return Journey(
            id: try row.id("id"), key: key, name: name, status: try row.name("status"), draft: try row.json("draft"),
            revision: try row.int("revision"), liveVersion: try row.integerOrNull("live_version").map(Int.init),
            publishedAt: try row.instantOrNull("published_at"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
