import CommonModels
import StorageKit

/// How many events came in a day, over all sources.
struct IngestDays: Sendable {
    let database: any Database

    /// A UTC day.
    struct Day: Sendable {
        let date: CivilDate
        var accepted: Int64 = 0
        var duplicates: Int64 = 0
        var rejected: Int64 = 0
    }

    /// The last `count` UTC days up to `now`, days without events included, oldest first.
    func days(_ count: Int, now: Instant) async throws -> [Day] {
        let today = now.utcDay
        let first = today - Int64(count) + 1
        var days = (first...today).map { Day(date: CivilDate(daysSince1970: $0)) }
        let rows = try await database.read { transaction in
            try transaction.rows(
                """
                SELECT day, sum(accepted) AS accepted, sum(duplicate) AS duplicate, sum(rejected) AS rejected FROM ingest_day
                WHERE day >= $1 AND day <= $2 GROUP BY day
                """, [first, today]
            ).map { (try $0.integer("day"), try $0.integer("accepted"), try $0.integer("duplicate"), try $0.integer("rejected")) }
        }
        for (day, accepted, duplicates, rejected) in rows {
            let index = Int(day - first)
            days[index].accepted = accepted
            days[index].duplicates = duplicates
            days[index].rejected = rejected
        }
        return days
    }
}
