/// A point in time: microseconds since 1970-01-01T00:00:00Z, as stored in every table. RFC 3339 on the wire.
package struct Instant: Hashable, Sendable {
    package let microseconds: Int64

    @inlinable
    package init(microseconds: Int64) { self.microseconds = microseconds }

    package init(secondsSince1970 seconds: Int64) { microseconds = seconds * 1_000_000 }

    package static let epoch = Instant(microseconds: 0)
    /// 9999-12-31T23:59:59.999999Z, the last instant RFC 3339 can write.
    package static let distantFuture = Instant(microseconds: 253_402_300_799_999_999)

    package var secondsSince1970: Int64 { microseconds.floorDivided(by: 1_000_000) }
    /// UTC days since 1970-01-01.
    package var utcDay: Int64 { microseconds.floorDivided(by: 86_400_000_000) }
    package var startOfHour: Instant { Instant(microseconds: microseconds.floorDivided(by: 3_600_000_000) * 3_600_000_000) }

    package func advanced(by duration: Duration) -> Instant { Instant(microseconds: microseconds &+ duration.microseconds) }
    package func duration(since earlier: Instant) -> Duration { .microseconds(microseconds &- earlier.microseconds) }

    package static func + (instant: Instant, duration: Duration) -> Instant { instant.advanced(by: duration) }
    package static func - (instant: Instant, duration: Duration) -> Instant { instant.advanced(by: .zero - duration) }
    package static func - (later: Instant, earlier: Instant) -> Duration { later.duration(since: earlier) }
}

extension Instant: Comparable {
    @inlinable
    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
}

extension Duration {
    /// Whole microseconds, rounded toward zero.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    package static func minutes(_ minutes: Int64) -> Duration { .seconds(minutes * 60) }
    package static func hours(_ hours: Int64) -> Duration { .seconds(hours * 3_600) }
    package static func days(_ days: Int64) -> Duration { .seconds(days * 86_400) }
}

extension Int64 {
    /// Division that rounds toward minus infinity, as calendars need before 1970.
    package func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
