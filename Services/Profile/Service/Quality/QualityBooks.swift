import CommonModels
import ProfileDomain
import StorageKit

/// The counts one transaction of ingest adds: by source and day, by source and hour, and by what did not fit.
struct QualityBooks {
    /// Different names of unplanned events kept of one source and day; further ones are counted together.
    static let unplannedNamesMax = 200
    private static let otherNames = "…"

    private struct Day {
        var quarantined = 0
        var violating = 0
        var blocked = 0
        var conflicts = 0
        var known = 0
        var present = 0
    }

    private struct HourKey: Hashable {
        let source: String
        let hour: Int64
    }

    private struct Hour {
        var events: Int
        var first: Instant
        var last: Instant
    }

    private struct ViolationKey: Hashable {
        let day: IngestStore.DayKey
        let rule: String
        let place: String
    }

    private struct Violation {
        var events: Int
        var last: Instant
        let fault: PlanJudgement.Fault
    }

    private var days: [IngestStore.DayKey: Day] = [:]
    private var hours: [HourKey: Hour] = [:]
    private var violations: [ViolationKey: Violation] = [:]

    private static func day(_ submission: IngestSubmission) -> IngestStore.DayKey {
        IngestStore.DayKey(source: submission.source, day: submission.receivedAt.utcDay)
    }

    mutating func measure(_ judgement: PlanJudgement, _ submission: IngestSubmission) {
        guard judgement.known > 0 else { return }
        days[Self.day(submission), default: Day()].known += judgement.known
        days[Self.day(submission), default: Day()].present += judgement.present
    }

    mutating func blocked(_ submission: IngestSubmission) { days[Self.day(submission), default: Day()].blocked += 1 }

    mutating func conflict(_ submission: IngestSubmission) { days[Self.day(submission), default: Day()].conflicts += 1 }

    /// An event counts once at each place of a schema it does not fit.
    mutating func violation(_ judgement: PlanJudgement, _ submission: IngestSubmission) {
        let day = Self.day(submission)
        var seen: Set<ViolationKey> = []
        for fault in judgement.faults {
            let key = ViolationKey(day: day, rule: fault.rule, place: fault.fault.place)
            guard seen.insert(key).inserted else { continue }
            violations[key] = Violation(events: (violations[key]?.events ?? 0) + 1, last: submission.receivedAt, fault: fault)
        }
    }

    mutating func count(_ submission: IngestSubmission, _ outcome: IngestOutcome) {
        if outcome.violating + outcome.quarantined > 0 {
            days[Self.day(submission), default: Day()].violating += outcome.violating
            days[Self.day(submission), default: Day()].quarantined += outcome.quarantined
        }
        // What is taken in again came in before.
        let events = outcome.accepted + outcome.quarantined + outcome.refused.count + submission.rejected.count
        guard events > 0, !submission.isReplay else { return }
        let at = submission.receivedAt
        let key = HourKey(source: submission.source, hour: at.microseconds.floorDivided(by: 3_600_000_000))
        var hour = hours[key] ?? Hour(events: 0, first: at, last: at)
        hour.events += events
        hour.first = min(hour.first, at)
        hour.last = max(hour.last, at)
        hours[key] = hour
    }

    func save(in transaction: any SQLTransaction) throws {
        try saveHours(in: transaction)
        try saveDays(in: transaction)
        try saveViolations(in: transaction)
    }

    private func saveHours(in transaction: any SQLTransaction) throws {
        let engine = transaction.engine
        for (key, hour) in hours {
            try transaction.execute(
                """
                INSERT INTO ingest_hour (source, hour, events, first_at, last_at, pause) VALUES ($1, $2, $3, $4, $5, 0)
                ON CONFLICT (source, hour) DO UPDATE SET events = ingest_hour.events + excluded.events,
                    first_at = \(engine.least("ingest_hour.first_at", "excluded.first_at")),
                    last_at = \(engine.greatest("ingest_hour.last_at", "excluded.last_at")),
                    pause = \(engine.greatest("ingest_hour.pause", "excluded.first_at - ingest_hour.last_at"))
                """, [key.source, key.hour, hour.events, hour.first, hour.last])
        }
    }

    private func saveDays(in transaction: any SQLTransaction) throws {
        let names = ["quarantined", "violating", "blocked", "conflicts", "known", "present"]
        for (key, day) in days {
            try transaction.execute(
                """
                INSERT INTO ingest_day (source, day, accepted, duplicate, rejected, last_received_at, \(names.joined(separator: ", ")))
                VALUES ($1, $2, 0, 0, 0, 0, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (source, day) DO UPDATE SET
                    \(names.map { "\($0) = ingest_day.\($0) + excluded.\($0)" }.joined(separator: ", "))
                """, [key.source, key.day, day.quarantined, day.violating, day.blocked, day.conflicts, day.known, day.present])
        }
    }

    private func saveViolations(in transaction: any SQLTransaction) throws {
        var room: [IngestStore.DayKey: Int] = [:]
        for (key, found) in violations {
            let place = try key.rule == PlanJudgement.unplannedRule ? self.place(key, &room, in: transaction) : key.place
            let fault = found.fault.fault
            try transaction.execute(
                """
                INSERT INTO quality_violation (day, source, rule, place, keyword, mode, events, last_at, pointer, wanted, shape)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (day, source, rule, place) DO UPDATE SET events = quality_violation.events + excluded.events,
                    keyword = excluded.keyword, mode = excluded.mode, last_at = excluded.last_at, pointer = excluded.pointer,
                    wanted = excluded.wanted, shape = excluded.shape
                """,
                [
                    key.day.day, key.day.source, key.rule, place, fault.keyword, found.fault.mode.rawValue, found.events, found.last,
                    fault.pointer, fault.wanted, fault.shape,
                ])
        }
    }

    /// A sender that makes up names must not fill the table.
    private func place(
        _ key: ViolationKey, _ room: inout [IngestStore.DayKey: Int], in transaction: any SQLTransaction
    ) throws -> String {
        let known = try transaction.row(
            "SELECT 1 AS n FROM quality_violation WHERE day = $1 AND source = $2 AND rule = $3 AND place = $4",
            [key.day.day, key.day.source, key.rule, key.place])
        if known != nil { return key.place }
        let used =
            try room[key.day]
            ?? transaction.row(
                "SELECT count(*) AS n FROM quality_violation WHERE day = $1 AND source = $2 AND rule = $3",
                [key.day.day, key.day.source, key.rule])?.int("n") ?? 0
        room[key.day] = used + 1
        return used < Self.unplannedNamesMax ? key.place : Self.otherNames
    }
}
