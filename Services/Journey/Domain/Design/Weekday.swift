/// Days as ISO 8601 orders them, Monday first.
package enum Weekday: String, Hashable, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday of a day counted from 1970-01-01, which was a Thursday.
    package init(dayNumber: Int64) {
        let index = Int(((dayNumber + 3) % 7 + 7) % 7)
        self = Self.allCases[index]
    }
}
