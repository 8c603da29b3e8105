package import CommonModels

/// What came in from one source, hour by hour and day by day (UTC), as far back as baselines look.
package struct SourceHistory: Hashable, Sendable {
    /// Hours since 1970 one week has.
    package static let weekHours: Int64 = 168
    /// How far back hours are kept and read: eight weeks of the same hour, and the day itself.
    package static let hourDays: Int64 = 64

    /// One hour in which something came in.
    package struct Hour: Hashable, Sendable {
        /// Counted from 1970.
        package let hour: Int64
        /// Different events, whatever became of them.
        package let events: Int64
        package let first: Instant
        package let last: Instant
        /// The longest pause between two requests of the hour.
        package let pause: Duration

        package init(hour: Int64, events: Int64, first: Instant, last: Instant, pause: Duration) {
            self.hour = hour
            self.events = events
            self.first = first
            self.last = last
            self.pause = pause
        }

        package var day: Int64 { hour.floorDivided(by: 24) }
    }

    /// One day's counts.
    package struct Day: Hashable, Sendable {
        package let day: Int64
        package var accepted: Int64 = 0
        package var duplicates: Int64 = 0
        package var rejected: Int64 = 0
        package var quarantined: Int64 = 0
        /// Taken although they do not fit the plan.
        package var violating: Int64 = 0
        /// Of the rejected those the plan refused.
        package var blocked: Int64 = 0
        /// Events with a value that identifies nobody, or a trait that could not be kept.
        package var conflicts: Int64 = 0
        /// Members the plan names in the day's events, and how many were there.
        package var known: Int64 = 0
        package var present: Int64 = 0

        package init(day: Int64) { self.day = day }

        /// Different events.
        package var events: Int64 { accepted + quarantined + rejected }
    }

    package let source: String
    /// In their order; hours without events are not there.
    package let hours: [Hour]
    /// In their order; days without anything are not there.
    package let days: [Day]

    package init(source: String, hours: [Hour], days: [Day]) {
        self.source = source
        self.hours = hours
        self.days = days
    }

    package func day(_ day: Int64) -> Day { days.last { $0.day == day } ?? Day(day: day) }

    /// Days with counts among the `count` before `day`.
    func days(before day: Int64, _ count: Int64) -> [Day] { days.filter { $0.day < day && $0.day >= day - count } }
}
