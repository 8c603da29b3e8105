package import CommonModels
package import JourneyDomain
package import StorageKit

/// Keeps send records. The unique key on (run, node) is what makes one send per person per step.
package struct SendStore: Sendable {
    package init() {}

    /// - Returns: the record of this run's step: the given one, or the one that was there already.
    package func claim(_ record: SendRecord, in tx: any SQLTransaction) throws -> (record: SendRecord, isNew: Bool) {
        let inserted = try tx.insert(into: "journey_send", columns: Self.columns, rows: [Self.values(record)], onConflict: .ignore)
        if inserted > 0 { return (record, true) }
        guard let row = try tx.row("SELECT * FROM journey_send WHERE run_id = $1 AND node_id = $2", [record.runID, record.nodeID.rawValue])
        else {
            throw StorageError.malformed("a send record that is there and cannot be read")
        }
        return (try Self.record(row), false)
    }

    package func save(_ record: SendRecord, in tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE journey_send SET profile_id = $2, state = $3, reason = $4, detail = $5, attempts = $6, due = $7, updated_at = $8 WHERE id = $1",
            [
                record.id, record.profileID, record.state.rawValue, record.reason?.rawValue, record.detail, record.attempts, record.due,
                record.updatedAt,
            ])
    }

    /// Records to prepare, or whose sender is gone, oldest first, paused and archived journeys left out unless already on their way.
    package func due(_ channel: MessageChannel, at now: Instant, limit: Int, in tx: any SQLTransaction) throws -> [SendRecord] {
        try tx.rows(Self.dueSQL(tx.engine), [channel.rawValue, now, limit]).map(Self.record)
    }

    /// The same, by id alone: rows that no record can be read from are among them.
    package func dueIDs(_ channel: MessageChannel, at now: Instant, limit: Int, in tx: any SQLTransaction) throws -> [MessageID] {
        try tx.rows(Self.dueSQL(tx.engine, columns: "id"), [channel.rawValue, now, limit]).map { try $0.id("id") }
    }

    static func dueSQL(_ engine: SQLEngine, columns: String = "*") -> String {
        """
        SELECT \(columns) FROM journey_send
        WHERE channel = $1 AND due IS NOT NULL AND due <= $2
            AND (state = 'sending' OR journey_id NOT IN (SELECT id FROM journey WHERE status IN ('paused', 'archived')))
        ORDER BY due LIMIT $3\(engine.forUpdateSkipLocked)
        """
    }

    package func nextDue(_ channel: MessageChannel, in tx: any SQLTransaction) throws -> Instant? {
        try tx.row(
            """
            SELECT MIN(due) AS due FROM journey_send
            WHERE channel = $1 AND due IS NOT NULL
                AND (state = 'sending' OR journey_id NOT IN (SELECT id FROM journey WHERE status IN ('paused', 'archived')))
            """, [channel.rawValue]
        )?.instantOrNull("due")
    }

    /// The record as its holder left it; nil when its lease ran out and somebody else took it, or it is gone.
    package func held(_ record: SendRecord, in tx: any SQLTransaction) throws -> SendRecord? {
        try tx.row(
            "SELECT * FROM journey_send WHERE id = $1 AND state = $2 AND due = $3\(tx.engine.forUpdate)",
            [record.id, record.state.rawValue, record.due]
        ).map(Self.record)
    }

    package func find(_ id: MessageID, in tx: any SQLTransaction) throws -> SendRecord? {
        try tx.row("SELECT * FROM journey_send WHERE id = $1", [id]).map(Self.record)
    }

    package func sends(of run: RunID, in tx: any SQLTransaction) throws -> [SendRecord] {
        try tx.rows("SELECT * FROM journey_send WHERE run_id = $1 ORDER BY created_at, id", [run]).map(Self.record)
    }

    static let columns = [
        "id", "run_id", "node_id", "journey_id", "version", "profile_id", "channel", "purpose", "state", "reason", "detail", "attempts",
        "due",
        "created_at", "updated_at",
    ]

    private static func values(_ record: SendRecord) -> [SQLValue] {
        [
            record.id.sqlValue, record.runID.sqlValue, .text(record.nodeID.rawValue), record.journeyID.sqlValue, record.version.sqlValue,
            record.profileID.sqlValue, .text(record.channel.rawValue), .text(record.purpose.rawValue), .text(record.state.rawValue),
            (record.reason?.rawValue).sqlValue, record.detail.sqlValue, record.attempts.sqlValue, record.due.sqlValue,
            record.createdAt.sqlValue, record.updatedAt.sqlValue,
        ]
    }

    static func record(_ row: SQLRow) throws -> SendRecord {
        guard let purpose = Purpose(rawValue: try row.text("purpose")) else { throw StorageError.malformed("a send record's purpose") }
        return SendRecord(
            id: try row.id("id"), runID: try row.id("run_id"), nodeID: try row.node("node_id"), journeyID: try row.id("journey_id"),
            version: try row.int("version"), profileID: try row.id("profile_id"), channel: try row.name("channel"), purpose: purpose,
            state: try row.name("state"), reason: try row.textOrNull("reason").flatMap(SendReason.init),
            detail: try row.textOrNull("detail"),
            attempts: try row.int("attempts"), due: try row.instantOrNull("due"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }
}
