package import CommonModels
package import Foundation

/// Finds the next instant at which a local clock shows a time.
package enum LocalTimeFinder {
    /// The first instant strictly after `instant` when clocks in `zone` show `time`, on `weekday` when one is given.
    ///
    /// A time that a spring change skips happens when the clocks jump; a time that an autumn change repeats happens at
    /// its first showing only.
    package static func next(_ time: LocalTime, on weekday: Weekday? = nil, in zone: TimeZone, after instant: Instant) -> Instant {
        let today = localDay(of: instant, in: zone)
        // Today may be past already, the weekday up to seven days off; one more day absorbs any change of offset.
        for day in (today - 1)...(today + 9) where weekday == nil || weekday == Weekday(dayNumber: day) {
            let candidate = Self.instant(day: day, time: time, in: zone)
            if candidate > instant { return candidate }
        }
        return instant.advanced(by: .days(7))
    }

    /// When the clocks in `zone` show `time` on the day `day` (counted from 1970-01-01).
    package static func instant(day: Int64, time: LocalTime, in zone: TimeZone) -> Instant {
        let wall = day * 86_400 + time.secondsOfDay
        // The offsets before and after any change that day: one of them, or both, put this wall time on the clock.
        let before = offset(of: zone, at: wall - 86_400)
        let after = offset(of: zone, at: wall + 86_400)
        let earliest = min(wall - before, wall - after)
        let latest = max(wall - before, wall - after)
        if earliest + offset(of: zone, at: earliest) == wall { return Instant(secondsSince1970: earliest) }
        if latest + offset(of: zone, at: latest) == wall { return Instant(secondsSince1970: latest) }
        return jump(from: earliest, to: latest, in: zone)
    }

    /// The first second of the new offset between two instants, by halving.
    private static func jump(from start: Int64, to end: Int64, in zone: TimeZone) -> Instant {
        let old = offset(of: zone, at: start)
        var low = start
        var high = end
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(of: zone, at: middle) == old { low = middle } else { high = middle }
        }
        return Instant(secondsSince1970: high)
    }

    private static func localDay(of instant: Instant, in zone: TimeZone) -> Int64 {
        let seconds = instant.secondsSince1970
        return (seconds + offset(of: zone, at: seconds)).floorDivided(by: 86_400)
    }

    private static func offset(of zone: TimeZone, at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
    }
}
