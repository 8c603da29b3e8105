package import CommonModels
package import Foundation

extension ContactHours {
    /// When these hours begin next on the clocks of `zone`; nil when they are running at `instant`.
    package func opening(at instant: Instant, in zone: TimeZone) -> Instant? {
        let seconds = instant.secondsSince1970
        let wall = seconds + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        let minute = Int((wall - wall.floorDivided(by: 86_400) * 86_400) / 60)
        guard !contains(minuteOfDay: minute), let time = LocalTime(hour: start / 60, minute: start % 60) else { return nil }
        return LocalTimeFinder.next(time, in: zone, after: instant)
    }
}
