package import CommonModels
package import FeedKit
import RuleKit
package import SegmentDomain
package import StorageKit

/// Definitions of segments. Every change raises the catalogue's version and is told in the feed, in one transaction.
package struct SegmentStore: Sendable {
    /// Segments kept true at once.
    package static let activeMax = 4_000

    let database: any Database
    let feed: Feed
    let clock: WallClock

    package init(database: any Database, feed: Feed, clock: WallClock) {
        self.database = database
        self.feed = feed
        self.clock = clock
    }

    /// - Throws: ``SegmentError/keyTaken(_:)``, ``SegmentError/unknownSegments(_:)``.
    package func create(_ segment: Segment, _ inSameTransaction: @escaping @Sendable (any SQLTransaction) throws -> Void = { _ in })
        async throws
    {
        try await database.write { tx in
            try tx.serialize(on: "segment")
            let taken = try tx.row("SELECT id FROM segment WHERE segment_key = $1", [segment.key.text])
            if taken != nil { throw SegmentError.keyTaken(segment.key) }
            try SegmentDependencies.check(segment, in: tx)
            try tx.execute(
                """
                INSERT INTO segment (id, segment_key, name_ko, name_en, rule, status, version, size, created_at, updated_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)
                """,
                [
                    segment.id, segment.key.text, segment.name.ko, segment.name.en, segment.rule.json, segment.status.rawValue,
                    segment.version, segment.createdAt, segment.updatedAt,
                ])
            try publish(segment, in: tx)
            try inSameTransaction(tx)
        }
    }

    package func segment(_ id: SegmentID) async throws -> StoredSegment? {
        try await database.read { tx in try SegmentStore.find(id, in: tx) }
    }

    /// By id, oldest first; one more than `limit` to know whether there is a next page.
    package func list(status: Segment.Status?, after: String?, limit: Int) async throws -> [StoredSegment] {
        try await database.read { tx in
            let after = after ?? ""
            let rows =
                if let status {
                    try tx.rows(
                        "SELECT \(SegmentRow.columns) FROM segment WHERE status = $1 AND id > $2 ORDER BY id LIMIT $3",
                        [status.rawValue, after, limit + 1])
                } else {
                    try tx.rows("SELECT \(SegmentRow.columns) FROM segment WHERE id > $1 ORDER BY id LIMIT $2", [after, limit + 1])
                }
            return try rows.map { StoredSegment(try SegmentRow($0)) }
        }
    }

    /// How many are kept true, and the one with the most people; nil when there is none.
    package func live() async throws -> (count: Int, largest: StoredSegment)? {
        try await database.read { tx in
            let count = try tx.row("SELECT COUNT(*) AS n FROM segment WHERE status = 'active'")?.int("n") ?? 0
            return try tx.row(
                "SELECT \(SegmentRow.columns) FROM segment WHERE status = 'active' ORDER BY size DESC, id LIMIT 1"
            ).map { (count, StoredSegment(try SegmentRow($0))) }
        }
    }

    /// Names of every segment, for sentences.
    package func names() async throws -> [SegmentID: SegmentName] {
        try await database.read { tx in
            try tx.rows("SELECT id, name_ko, name_en FROM segment").reduce(into: [:]) { names, row in
                names[try row.id("id")] = SegmentName(ko: try row.text("name_ko"), en: try row.text("name_en"))
            }
        }
    }

    /// Loads, changes and saves one segment.
    /// - Parameters:
    ///   - change: changes the definition, e.g. `try $0.activate(at: now)`.
    ///   - inSameTransaction: what must be saved with it, such as a job; gets the segment as it is now.
    /// - Throws: ``SegmentError/notFound``, what `change` throws, or what dependencies forbid; then nothing is saved.
    package func update(
        _ id: SegmentID, _ change: @escaping @Sendable (inout Segment) throws -> Void,
        _ inSameTransaction: @escaping @Sendable (Segment, any SQLTransaction) throws -> JobID? = { _, _ in nil }
    ) async throws -> StoredSegment {
        try await database.write { tx in
            try tx.serialize(on: "segment")
            guard let stored = try SegmentStore.find(id, in: tx) else { throw SegmentError.notFound }
            var segment = stored.segment
            try change(&segment)
            guard segment != stored.segment else { return stored }
            try SegmentDependencies.check(segment, in: tx)
            try save(segment, in: tx)
            if let job = try inSameTransaction(segment, tx) {
                try tx.execute("UPDATE segment SET backfill_job = $2 WHERE id = $1", [id, job])
            }
            return try SegmentStore.find(id, in: tx) ?? stored
        }
    }

    static func find(_ id: SegmentID, in tx: any SQLTransaction) throws -> StoredSegment? {
        try tx.row("SELECT \(SegmentRow.columns) FROM segment WHERE id = $1", [id]).map { StoredSegment(try SegmentRow($0)) }
    }

    /// Writes what changed of a segment and tells it.
    func save(_ segment: Segment, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            UPDATE segment SET name_ko = $2, name_en = $3, rule = $4, status = $5, version = $6, updated_at = $7, activated_at = $8,
                suspension = $9
            WHERE id = $1
            """,
            [
                segment.id, segment.name.ko, segment.name.en, segment.rule.json, segment.status.rawValue, segment.version,
                segment.updatedAt, segment.activatedAt, segment.suspension?.json,
            ])
        try tx.execute("UPDATE segment_catalogue SET version = version + 1 WHERE id = 1")
        try publish(segment, in: tx)
    }

    private func publish(_ segment: Segment, in tx: any SQLTransaction) throws {
        let data: JSONValue = [
            "segmentId": .string(segment.id.rawValue), "key": .string(segment.key.text),
            "name": ["ko": .string(segment.name.ko), "en": .string(segment.name.en)], "status": .string(segment.status.rawValue),
            "version": .integer(Int64(segment.version)),
        ]
        try feed.publish(
            [
                FeedEvent(
                    type: FeedEventType.segmentDefinition, subject: segment.id.rawValue, partitionKey: segment.id.rawValue,
                    time: segment.updatedAt, data: data.serialized)
            ], in: tx)
    }
}
