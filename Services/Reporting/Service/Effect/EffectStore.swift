import CommonModels
package import ReportingDomain
package import StorageKit

/// Reads what the people of each arm brought since they were first seen in it.
package struct EffectStore: Sendable {
    private let database: any Database

    package init(database: any Database) { self.database = database }

    static let arms = """
        SELECT variation, first_day, COUNT(*) AS people FROM experiment_person WHERE experiment_key = $1 AND mixed = 0
        GROUP BY variation, first_day
        """
    /// The person's amounts on and after the first day in the arm.
    static let outcomes = """
        SELECT e.variation, e.profile_id, d.day, d.amount FROM experiment_person e
        JOIN person_day d ON d.profile_id = e.profile_id AND d.measure_id = $2 AND d.day >= e.first_day
        WHERE e.experiment_key = $1 AND e.mixed = 0 AND d.day >= $3 AND d.day <= $4 AND d.currency IN ($5, '')
        """

    /// - Parameter days: outcomes outside are left out.
    package func tally(
        experiment: String, measure: Measure, currency: String, periods: [ClosedRange<Day>]
    ) async throws -> EffectTally {
        try await database.read { transaction in
            var tally = EffectTally(periods: periods)
            for row in try transaction.rows(Self.arms, [experiment]) {
                tally.enrol(try row.int("people"), in: try row.text("variation"), from: Day(number: try row.int("first_day")))
            }
            guard let first = periods.map(\.lowerBound).min(), let last = periods.map(\.upperBound).max() else { return tally }
            try transaction.forEachRow(Self.outcomes, [experiment, measure.id, first.number, last.number, currency]) { row in
                tally.add(
                    DecimalAmount(units: try row.integer("amount")), of: try row.text("profile_id"), in: try row.text("variation"),
                    on: Day(number: try row.int("day")))
            }
            return tally
        }
    }
}
