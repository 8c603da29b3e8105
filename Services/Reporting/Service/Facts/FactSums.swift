import CommonModels
import ReportingDomain
import StorageKit

/// What a batch of facts adds to the kept sums: gathered in memory, written in a few bulk statements.
struct FactSums {
    private struct PersonDay: Hashable {
        let profile: ProfileID
        let measure: String
        let day: Day
        let currency: String
    }
    private struct MeasureDay: Hashable {
        let measure: String
        let day: Day
        let currency: String
    }
    private struct EventDay: Hashable {
        let name: String
        let day: Day
    }
    private struct DistinctValue: Hashable {
        let measure: String
        let quarter: Quarter
        let value: String
    }
    fileprivate struct Sum {
        var occurrences: Int64 = 0
        var amount: Int64 = 0
    }

    private let calendar: FiscalCalendar
    private var people: [PersonDay: Sum] = [:]
    private var days: [MeasureDay: Sum] = [:]
    private var events: [EventDay: Int64] = [:]
    private var values: Set<DistinctValue> = []
    private var ids: [Measure: String] = [:]

    init(calendar: FiscalCalendar) { self.calendar = calendar }

    mutating func count(_ fact: FactEvent) { count(fact.name, on: calendar.day(of: fact.time)) }

    mutating func count(_ name: String, on day: Day) { events[EventDay(name: name, day: day), default: 0] += 1 }

    /// Adds what the fact contributes to the measure, if anything.
    mutating func add(_ fact: FactEvent, to measure: Measure) {
        guard let part = measure.contribution(of: fact) else { return }
        let id = id(of: measure)
        let day = calendar.day(of: fact.time)
        if let value = part.key { values.insert(DistinctValue(measure: id, quarter: calendar.quarter(of: day), value: value)) }
        let currency = measure.hasAmount ? fact.currency : ""
        days[MeasureDay(measure: id, day: day, currency: currency), default: Sum()].add(part.amount)
        guard let profile = fact.profileID else { return }
        people[PersonDay(profile: profile, measure: id, day: day, currency: currency), default: Sum()].add(part.amount)
    }

    func save(in transaction: any SQLTransaction) throws {
        try transaction.executeMany(
            """
            INSERT INTO event_day (name, day, occurrences) VALUES ($1, $2, $3)
            ON CONFLICT (name, day) DO UPDATE SET occurrences = event_day.occurrences + excluded.occurrences
            """, events.map { [.text($0.key.name), $0.key.day.sqlValue, .integer($0.value)] })
        try transaction.executeMany(
            """
            INSERT INTO measure_day (measure_id, day, currency, quarter, occurrences, amount) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (measure_id, day, currency) DO UPDATE
            SET occurrences = measure_day.occurrences + excluded.occurrences, amount = \(Self.saturated("measure_day", transaction.engine))
            """,
            days.map { key, sum in
                [
                    .text(key.measure), key.day.sqlValue, .text(key.currency), calendar.quarter(of: key.day).sqlValue,
                    .integer(sum.occurrences), .integer(sum.amount),
                ]
            })
        try transaction.executeMany(
            Self.addPersonDay(transaction.engine),
            people.map { key, sum in
                [
                    .text(key.profile.rawValue), .text(key.measure), key.day.sqlValue, .text(key.currency),
                    calendar.quarter(of: key.day).sqlValue, .integer(sum.occurrences), .integer(sum.amount),
                ]
            })
        try transaction.insert(
            into: "distinct_value", columns: ["measure_id", "quarter", "value"],
            rows: values.map { [.text($0.measure), $0.quarter.sqlValue, .text($0.value)] }, onConflict: .ignore)
    }

    static func addPersonDay(_ engine: SQLEngine) -> String {
        """
        INSERT INTO person_day (profile_id, measure_id, day, currency, quarter, occurrences, amount) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (profile_id, measure_id, day, currency) DO UPDATE
        SET occurrences = person_day.occurrences + excluded.occurrences, amount = \(saturated("person_day", engine))
        """
    }

    /// The amount of a day with what is added, within ``DecimalAmount/dayMax``: what a client made up must not end every report.
    private static func saturated(_ table: String, _ engine: SQLEngine) -> String {
        let max = DecimalAmount.dayMax.units
        let sum = "CAST(\(table).amount AS NUMERIC) + excluded.amount"
        return "CAST(\(engine.least(engine.greatest(sum, "\(-max)"), "\(max)")) AS BIGINT)"
    }

    private mutating func id(of measure: Measure) -> String {
        if let id = ids[measure] { return id }
        let id = measure.id
        ids[measure] = id
        return id
    }
}

extension FactSums.Sum {
    fileprivate mutating func add(_ part: DecimalAmount) {
        occurrences += 1
        amount = part.added(to: amount)
    }
}
