package import CommonModels
package import Foundation

/// The day, week or month around an instant in one time zone, daylight-saving days included.
package struct CalendarPeriod: Hashable, Sendable {
    package let unit: CalendarUnit
    package let zone: TimeZone

    package init(unit: CalendarUnit, zone: TimeZone) {
        self.unit = unit
        self.zone = zone
    }

    /// The first instant of the period that holds `at`.
    package func start(at: Instant) -> Instant {
        instant(ofLocalDay: firstDay(at: at))
    }

    /// The first instant after the period that holds `at`.
    package func end(at: Instant) -> Instant {
        let first = firstDay(at: at)
        switch unit {
        case .day: return instant(ofLocalDay: first + 1)
        case .week: return instant(ofLocalDay: first + 7)
        case .month:
            let date = CivilDate(daysSince1970: first)
            return instant(ofLocalDay: first + Int64(CivilDate.days(inMonth: date.month, of: date.year)))
        }
    }

    private func firstDay(at: Instant) -> Int64 {
        let day = (at.secondsSince1970 + offset(at: at.secondsSince1970)).floorDivided(by: 86_400)
        switch unit {
        case .day: return day
        case .week: return day - (((day + 3) % 7) + 7) % 7  // 1970-01-01 was a Thursday
        case .month: return day - Int64(CivilDate(daysSince1970: day).day - 1)
        }
    }

    /// Midnight of a local day; where clocks jump over midnight, the first instant that exists.
    private func instant(ofLocalDay day: Int64) -> Instant {
        let local = day * 86_400
        let before = local - offset(at: local - 86_400)
        let guess = local - offset(at: before)
        return Instant(secondsSince1970: offset(at: guess) == offset(at: before) ? guess : max(guess, before))
    }

    /// Seconds east of UTC.
    private func offset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
