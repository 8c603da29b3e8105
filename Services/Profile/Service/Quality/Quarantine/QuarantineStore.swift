import CommonModels
import ProfileDomain
import StorageKit

/// Reads what waits in quarantine.
struct QuarantineStore: Sendable {
    /// Events a page looks at when it searches in what was sent, which no index helps.
    static let lookMax = 5_000
    /// Counted up to; more is told as this many.
    static let countMax = 100_000

    let database: any Database

    /// A page, the newest first.
    struct Found: Sendable {
        let events: [QuarantinedEvent]
        /// Before which the next page begins; nil at the end. A page of a search may be short and have a next one.
        let next: Int64?
    }

    func page(_ filter: QuarantineFilter, limit: Int, before: Int64?) async throws -> Found {
        try await database.read { tx in
            let start = before ?? Int64.max
            let floor = filter.text == nil ? nil : try Self.floor(before: start, in: tx)
            var values: [any SQLBindable] = [start, floor ?? 0, limit + 1]
            let sql = Self.pageSQL(filter, tx.engine, &values)
            let rows = try tx.rows(sql, values).map { try QuarantinedEvent($0) }
            if rows.count > limit { return Found(events: Array(rows.prefix(limit)), next: rows[limit - 1].id) }
            return Found(events: rows, next: floor)
        }
    }

    static func pageSQL(_ filter: QuarantineFilter, _ engine: SQLEngine, _ values: inout [any SQLBindable]) -> String {
        """
        SELECT \(QuarantinedEvent.columns) FROM quarantined_event
        WHERE quarantine_id < $1 AND quarantine_id >= $2\(filter.conditions(engine, values: &values))
        ORDER BY quarantine_id DESC LIMIT $3
        """
    }

    static let floorSQL = """
        SELECT quarantine_id FROM quarantined_event WHERE quarantine_id < $1 ORDER BY quarantine_id DESC LIMIT 1 OFFSET $2
        """

    private static func floor(before start: Int64, in tx: any SQLTransaction) throws -> Int64? {
        try tx.row(floorSQL, [start, lookMax - 1])?.integer("quarantine_id")
    }

    func event(_ id: Int64) async throws -> QuarantinedEvent? {
        try await database.read { tx in
            try tx.row("SELECT \(QuarantinedEvent.columns) FROM quarantined_event WHERE quarantine_id = $1", [id]).map {
                try QuarantinedEvent($0)
            }
        }
    }

    /// How many there are, up to ``countMax``.
    func count() async throws -> Int {
        try await database.read { tx in
            try tx.row("SELECT count(*) AS n FROM (SELECT 1 AS one FROM quarantined_event LIMIT $1) AS counted", [Self.countMax])?.int("n")
                ?? 0
        }
    }

    /// What is to be chosen from in a filter: sources, events and rules with something in quarantine, at most 100 each.
    func choices() async throws -> [String: [String]] {
        try await database.read { tx in
            try ["source", "kind", "rule"].reduce(into: [:]) { choices, column in
                choices[column] = try Self.distinct(column, in: tx)
            }
        }
    }

    /// Steps from value to value along the column's index, instead of reading every row.
    private static func distinct(_ column: String, in tx: any SQLTransaction) throws -> [String] {
        var values: [String] = []
        while values.count < 100 {
            let row = try tx.row(
                "SELECT \(column) AS value FROM quarantined_event WHERE \(column) > $1 ORDER BY \(column) LIMIT 1", [values.last ?? ""])
            guard let value = try row?.text("value") else { break }
            values.append(value)
        }
        return values
    }
}
