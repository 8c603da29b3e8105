package import CommonModels

/// One calendar day of the fiscal calendar's time zone, as days since 1970-01-01.
package struct Day: Hashable, Comparable, Sendable {
    package let number: Int

    package init(number: Int) { self.number = number }

    package var civil: CivilDate { CivilDate(daysSince1970: Int64(number)) }

    /// `2026-11-22`.
    package var iso: String { civil.description }

    /// From `2026-11-22`; nil for anything else.
    package init?(iso: some StringProtocol) {
        let parts = iso.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        number = Int(date.daysSince1970)
    }

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    package func advanced(by days: Int) -> Day { Day(number: number + days) }
}
