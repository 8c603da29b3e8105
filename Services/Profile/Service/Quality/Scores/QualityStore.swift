import CommonModels
import ProfileDomain
import StorageKit

/// Reads what the scores are made of, and what did not fit.
struct QualityStore: Sendable {
    static let sourcesMax = 100
    /// Rows of violations read for a summary.
    private static let rowsMax = 20_000

    let database: any Database

    /// What did not fit at one place of one rule, over some days.
    struct Violation: Sendable {
        let rule: String
        let place: String
        let keyword: String
        let mode: String
        fileprivate(set) var events: Int64
        fileprivate(set) var sources: [String]
        let lastAt: Instant
        /// Of the latest: where it stood, what was wanted, and the form of what was there.
        let pointer: String
        let wanted: String
        let shape: String

        var fault: SchemaFault { SchemaFault(pointer: pointer, place: place, keyword: keyword, wanted: wanted, shape: shape) }
    }

    /// Sources heard of in the days scores look at, the busiest first.
    func histories(source: String? = nil, now: Instant) async throws -> [SourceHistory] {
        let day = now.utcDay - SourceHistory.hourDays
        return try await database.read { tx in
            let sources = try source.map { [$0] } ?? Self.sources(since: day, in: tx)
            return try sources.map { source in
                SourceHistory(source: source, hours: try Self.hours(source, day, in: tx), days: try Self.days(source, day, in: tx))
            }.filter { !$0.days.isEmpty }
        }
    }

    /// Violations of the last `days` UTC days, the most frequent first.
    func violations(days: Int64, source: String? = nil, rule: String? = nil, now: Instant) async throws -> [Violation] {
        let from = now.utcDay - days + 1
        return try await database.read { tx in
            let rows = try tx.rows(
                """
                SELECT source, rule, place, keyword, mode, events, last_at, pointer, wanted, shape FROM quality_violation
                WHERE day >= $1 ORDER BY day DESC, source, rule, place LIMIT $2
                """, [from, Self.rowsMax])
            var found: [String: Violation] = [:]
            for row in rows {
                let violation = try Self.violation(row)
                guard source == nil || violation.sources == [source], rule == nil || violation.rule == rule else { continue }
                let key = violation.rule + "\n" + violation.place
                guard var known = found[key] else {
                    found[key] = violation
                    continue
                }
                known.events += violation.events
                known.sources += violation.sources.filter { !known.sources.contains($0) }
                found[key] = known
            }
            return found.values.sorted { ($1.events, $0.rule, $0.place) < ($0.events, $1.rule, $1.place) }
        }
    }

    private static func sources(since day: Int64, in tx: any SQLTransaction) throws -> [String] {
        try tx.rows(
            "SELECT source FROM ingest_day WHERE day >= $1 GROUP BY source ORDER BY sum(accepted + quarantined) DESC, source LIMIT $2",
            [day, sourcesMax]
        ).map { try $0.text("source") }
    }

    static let hoursSQL = "SELECT hour, events, first_at, last_at, pause FROM ingest_hour WHERE source = $1 AND hour >= $2 ORDER BY hour"

    private static func hours(_ source: String, _ day: Int64, in tx: any SQLTransaction) throws -> [SourceHistory.Hour] {
        try tx.rows(hoursSQL, [source, day * 24]).map { row in
            SourceHistory.Hour(
                hour: try row.integer("hour"), events: try row.integer("events"), first: try row.instant("first_at"),
                last: try row.instant("last_at"), pause: .microseconds(try row.integer("pause")))
        }
    }

    static let daysSQL = """
        SELECT day, accepted, duplicate, rejected, quarantined, violating, blocked, conflicts, known, present FROM ingest_day
        WHERE source = $1 AND day >= $2 ORDER BY day
        """

    private static func days(_ source: String, _ day: Int64, in tx: any SQLTransaction) throws -> [SourceHistory.Day] {
        try tx.rows(daysSQL, [source, day]).map { row in
            var day = SourceHistory.Day(day: try row.integer("day"))
            day.accepted = try row.integer("accepted")
            day.duplicates = try row.integer("duplicate")
            day.rejected = try row.integer("rejected")
            day.quarantined = try row.integer("quarantined")
            day.violating = try row.integer("violating")
            day.blocked = try row.integer("blocked")
            day.conflicts = try row.integer("conflicts")
            day.known = try row.integer("known")
            day.present = try row.integer("present")
            return day
        }
    }

    private static func violation(_ row: SQLRow) throws -> Violation {
        Violation(
            rule: try row.text("rule"), place: try row.text("place"), keyword: try row.text("keyword"), mode: try row.text("mode"),
            events: try row.integer("events"), sources: [try row.text("source")], lastAt: try row.instant("last_at"),
            pointer: try row.text("pointer"), wanted: try row.text("wanted"), shape: try row.text("shape"))
    }
}
