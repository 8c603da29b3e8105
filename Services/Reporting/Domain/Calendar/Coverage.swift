/// The days for which data exist, and what that says about a quarter's figures.
package struct Coverage: Hashable, Sendable {
    package let first: Day
    package let last: Day

    package init(first: Day, last: Day) {
        self.first = first
        self.last = last
    }

    /// What comes before a gap of so many days, and is at most this share of everything, is no data: a clock that was wrong, an order of trial.
    package static let strayGapDays = 92
    package static let strayShare = 1_000

    /// - Parameter counts: days with events in their order, and how many.
    /// - Returns: nil without any.
    package init?(counts: [(day: Day, events: Int)]) {
        guard var first = counts.first?.day, let last = counts.last?.day else { return nil }
        let most = max(2, counts.reduce(0) { $0 + $1.events } / Self.strayShare)
        var before = 0
        for (earlier, later) in zip(counts, counts.dropFirst()) {
            before += earlier.events
            if before > most { break }
            if later.day.number - earlier.day.number > Self.strayGapDays { first = later.day }
        }
        self.init(first: first, last: last)
    }

    /// Days without any event at an edge that still count as covered: a shop may be shut over a holiday.
    package static let toleranceDays = 3

    /// How much of a quarter the data cover.
    package enum Extent: String, Sendable, Hashable {
        /// Data from the first to the last day.
        case complete
        /// Data begin after the quarter did, or end before it did.
        case partial
        /// The quarter is not over; data reach up to now.
        case inProgress
        /// No data in the quarter.
        case none
    }

    /// - Parameter today: a quarter that contains it is in progress, unless the data also began late.
    package func extent(of days: ClosedRange<Day>, today: Day) -> Extent {
        if last < days.lowerBound || first > days.upperBound { return .none }
        if first.number > days.lowerBound.number + Self.toleranceDays { return .partial }
        if last.number + Self.toleranceDays >= days.upperBound.number && today > days.upperBound { return .complete }
        return days.contains(today) && last.number + Self.toleranceDays >= today.number ? .inProgress : .partial
    }

    /// The covered days of a range, or nil.
    package func covered(in days: ClosedRange<Day>) -> ClosedRange<Day>? {
        let from = max(first, days.lowerBound)
        let to = min(last, days.upperBound)
        return from <= to ? from...to : nil
    }
}
