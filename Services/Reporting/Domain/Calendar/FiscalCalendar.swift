package import CommonModels
package import Foundation

/// How instants become days and quarters: the company's time zone and the month its fiscal year starts in.
package struct FiscalCalendar: Hashable, Sendable {
    package let timeZone: TimeZone
    /// 1…12.
    package let firstMonth: Int

    /// - Returns: nil when the zone is unknown or the month is not 1…12.
    package init?(timeZone identifier: String, firstMonth: Int = 1) {
        guard let zone = TimeZone(identifier: identifier), (1...12).contains(firstMonth) else { return nil }
        timeZone = zone
        self.firstMonth = firstMonth
    }

    /// Greenwich time, fiscal year from January.
    package static let utc = FiscalCalendar(zone: .gmt, firstMonth: 1)

    private init(zone: TimeZone, firstMonth: Int) {
        timeZone = zone
        self.firstMonth = firstMonth
    }

    /// `Asia/Seoul/1`: two calendars with the same text put every event on the same day and quarter.
    package var signature: String { "\(timeZone.identifier)/\(firstMonth)" }

    package func day(of instant: Instant) -> Day {
        let seconds = instant.secondsSince1970
        let local = seconds + Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        return Day(number: Int(local.floorDivided(by: 86_400)))
    }

    package func quarter(of day: Day) -> Quarter {
        let date = day.civil
        let months = date.year * 12 + (date.month - 1) - (firstMonth - 1)
        return Quarter(index: months / 3)
    }

    package func quarter(of instant: Instant) -> Quarter { quarter(of: day(of: instant)) }

    /// First to last day of the quarter.
    package func days(of quarter: Quarter) -> ClosedRange<Day> {
        let first = firstDay(ofMonth: quarter.index * 3)
        return first...firstDay(ofMonth: quarter.index * 3 + 3).advanced(by: -1)
    }

    /// The three calendar months of the quarter.
    package func months(of quarter: Quarter) -> [ClosedRange<Day>] {
        (0..<3).map { offset in
            let month = quarter.index * 3 + offset
            return firstDay(ofMonth: month)...firstDay(ofMonth: month + 1).advanced(by: -1)
        }
    }

    private func firstDay(ofMonth fiscalMonth: Int) -> Day {
        let months = fiscalMonth + firstMonth - 1
        let monthsSince1970 = Int64(months - 1970 * 12)
        let year = Int(monthsSince1970.floorDivided(by: 12)) + 1970
        return Day(number: Int(CivilDate(year: year, month: months - year * 12 + 1, day: 1)?.daysSince1970 ?? 0))
    }
}
