package import CommonModels

/// The five quarters a demo covers: four whole ones and the running one up to `end`.
package struct DemoCalendar: Hashable, Sendable {
    package struct Quarter: Hashable, Sendable {
        /// e.g. `2026Q4`
        package let name: String
        package let start: Instant
        /// First instant after the quarter.
        package let end: Instant
    }

    package let quarters: [Quarter]
    /// Start of the UTC day on which the demo is made; nothing happens after it.
    package let end: Instant
    /// When personalization and its holdout began: the start of the fourth quarter.
    package var programStart: Instant { quarters[3].start }
    package var start: Instant { quarters[0].start }

    package init(now: Instant) {
        let today = now.utcDay
        end = Instant(secondsSince1970: today * 86_400)
        let date = CivilDate(daysSince1970: today)
        let current = date.year * 4 + (date.month - 1) / 3
        quarters = (0..<5).map { index in
            let number = current - 4 + index
            return Quarter(
                name: "\(number / 4)Q\(number % 4 + 1)", start: DemoCalendar.start(ofQuarter: number),
                end: DemoCalendar.start(ofQuarter: number + 1))
        }
    }

    package func quarter(of instant: Instant) -> Quarter? { quarters.first { $0.start <= instant && instant < $0.end } }

    /// Whole days from the start to the end.
    package var days: Int { Int((end - start).microseconds / 86_400_000_000) }

    private static func start(ofQuarter number: Int) -> Instant {
        let days = CivilDate(year: number / 4, month: number % 4 * 3 + 1, day: 1)?.daysSince1970 ?? 0
        return Instant(secondsSince1970: days * 86_400)
    }
}
