package import CommonModels
import Foundation

/// The time zone in which the console shows times. Storage and APIs stay UTC.
package struct DisplayZone: Sendable {
    private let zone: TimeZone

    package static let seoul = DisplayZone(zone: TimeZone(identifier: "Asia/Seoul") ?? .gmt)

    /// - Returns: nil when the system knows no zone of that name.
    package init?(identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.zone = zone
    }

    private init(zone: TimeZone) { self.zone = zone }

    package var identifier: String { zone.identifier }

    /// Seconds east of UTC at an instant.
    package func offset(at instant: Instant) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.secondsSince1970))))
    }

    /// The day and the seconds into it on a wall clock here.
    package func local(_ instant: Instant) -> (date: CivilDate, second: Int64) {
        let seconds = instant.secondsSince1970 + offset(at: instant)
        let days = seconds.floorDivided(by: 86_400)
        return (CivilDate(daysSince1970: days), seconds - days * 86_400)
    }
}
