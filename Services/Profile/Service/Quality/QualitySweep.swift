import CommonModels
import ProfileDomain
import StorageKit

/// Ends what data quality has kept long enough: events that waited in quarantine for longer than the settings say (which is
/// counted, never silent), counts of violations, counts by hour.
struct QualitySweep: Sendable {
    static let violationsKeptFor = Duration.days(90)
    /// Rows of one transaction.
    static let stepMax = 1_000

    let database: any Database
    let clock: WallClock

    /// - Returns: rows removed; 0 when nothing is left.
    func step() async throws -> Int {
        let now = clock.now()
        let (removed, expired) = try await database.write { tx in
            let (expired, count) = try Self.expire(now, in: tx)
            let violations = try tx.execute(
                "DELETE FROM quality_violation WHERE day = (SELECT min(day) FROM quality_violation) AND day < $1",
                [(now - Self.violationsKeptFor).utcDay])
            let hours = try tx.execute(
                "DELETE FROM ingest_hour WHERE hour = (SELECT min(hour) FROM ingest_hour) AND hour < $1",
                [(now.utcDay - SourceHistory.hourDays) * 24])
            return (count + violations + hours, expired)
        }
        for (source, count) in expired { QualityMetrics.count(count, .expired, source) }
        return removed
    }

    /// Quarantine is in the order of arrival, so the first that is kept ends the work.
    private static func expire(_ now: Instant, in tx: any SQLTransaction) throws -> ([String: Int], Int) {
        let cutoff = now - .days(try TrackingPlanStore.settings(in: tx).settings.quarantineDays)
        let oldest = try tx.rows(
            "SELECT quarantine_id, source, received_at FROM quarantined_event ORDER BY quarantine_id LIMIT $1", [stepMax]
        ).map { (id: try $0.integer("quarantine_id"), source: try $0.text("source"), at: try $0.instant("received_at")) }
        let old = oldest.prefix { $0.at < cutoff }
        guard let last = old.last else { return ([:], 0) }
        var days: [IngestStore.DayKey: Int] = [:]
        for event in old { days[IngestStore.DayKey(source: event.source, day: event.at.utcDay), default: 0] += 1 }
        for (key, count) in days {
            try tx.execute("UPDATE ingest_day SET expired = expired + $3 WHERE source = $1 AND day = $2", [key.source, key.day, count])
        }
        try tx.execute("DELETE FROM quarantined_event WHERE quarantine_id <= $1", [last.id])
        return (old.reduce(into: [:]) { $0[$1.source, default: 0] += 1 }, old.count)
    }
}
