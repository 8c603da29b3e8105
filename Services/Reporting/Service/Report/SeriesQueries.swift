import CommonModels
package import ReportingDomain
package import StorageKit

/// Reads kept sums as series over quarters.
package enum SeriesQueries {
    static let totals = """
        SELECT quarter, currency, CAST(SUM(occurrences) AS BIGINT) AS occurrences,
            CAST(SUM(amount / 1000000) AS BIGINT) AS millions, CAST(SUM(amount % 1000000) AS BIGINT) AS rest
        FROM measure_day WHERE measure_id = $1 GROUP BY quarter, currency
        """
    static let distinct = "SELECT quarter, COUNT(*) AS number FROM distinct_value WHERE measure_id = $1 GROUP BY quarter"
    /// People, those new and those of the quarter before, in one pass over the measure's index.
    static let people = """
        SELECT quarter, COUNT(*) AS people, CAST(SUM(CASE WHEN before IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS fresh,
            CAST(SUM(CASE WHEN before = quarter - 1 THEN 1 ELSE 0 END) AS BIGINT) AS retained
        FROM (
            SELECT profile_id, quarter, LAG(quarter) OVER (PARTITION BY profile_id ORDER BY quarter) AS before
            FROM (SELECT DISTINCT profile_id, quarter FROM person_day WHERE measure_id = $1) AS visits) AS steps
        GROUP BY quarter
        """

    package static func series(of measures: Set<Measure>, in transaction: any SQLTransaction) throws -> [String: MeasureSeries] {
        var kept: [String: MeasureSeries] = [:]
        for measure in measures { kept[measure.id] = try series(of: measure, in: transaction) }
        return kept
    }

    private static func series(of measure: Measure, in transaction: any SQLTransaction) throws -> MeasureSeries {
        let id = measure.id
        var series = MeasureSeries.empty
        var byCurrency: [String: Int64] = [:]
        for row in try transaction.rows(totals, [id]) {
            let quarter = Quarter(index: try row.int("quarter"))
            let currency = try row.text("currency")
            let occurrences = try row.integer("occurrences")
            series.quarters[quarter, default: MeasureTotals()].occurrences += Int(occurrences)
            series.quarters[quarter, default: MeasureTotals()].amounts[currency] = DecimalAmount(
                millions: try row.integer("millions"), rest: try row.integer("rest"))
            byCurrency[currency, default: 0] += occurrences
        }
        series.mainCurrency = byCurrency.filter { !$0.key.isEmpty }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        if case .distinct = measure.quantity {
            for row in try transaction.rows(distinct, [id]) {
                series.quarters[Quarter(index: try row.int("quarter")), default: MeasureTotals()].distinct = try row.int("number")
            }
        }
        if case .events = measure.quantity {
            for row in try transaction.rows(people, [id]) {
                let quarter = Quarter(index: try row.int("quarter"))
                series.quarters[quarter, default: MeasureTotals()].people = try row.int("people")
                series.quarters[quarter, default: MeasureTotals()].newPeople = try row.int("fresh")
                series.quarters[quarter, default: MeasureTotals()].retainedPeople = try row.int("retained")
            }
        }
        series.coverage = try coverage(of: measure.selection.events, in: transaction)
        return series
    }

    /// First and last day with any of the events; see ``Coverage/init(counts:)``.
    static func coverage(of events: [String], in transaction: any SQLTransaction) throws -> Coverage? {
        let marks = (1...max(1, events.count)).map { "$\($0)" }.joined(separator: ",")
        let days = "SELECT day, CAST(SUM(occurrences) AS BIGINT) AS n FROM event_day WHERE name IN (\(marks)) GROUP BY day ORDER BY day"
        return Coverage(counts: try transaction.rows(days, events).map { (Day(number: try $0.int("day")), try $0.int("n")) })
    }
}
