/// The days for which data exist, and what that says about a quarter's figures.
package struct Coverage: Hashable, Sendable {
    package let first: Day
    package let last: Day

    package init(first: Day, last: Day) {
        self.first = first
        self.last = last
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
