import CommonModels
import Foundation

/// A time zone of the IANA list, e.g. `Asia/Seoul`.
package struct LiquidZone: Hashable, Sendable {
    private let zone: TimeZone

    /// - Returns: nil when there is no such zone.
    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    private init(_ zone: TimeZone) { self.zone = zone }

    package static let utc = LiquidZone(.gmt)

    func offsetSeconds(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.secondsSince1970)))
    }

    func abbreviation(at instant: Instant) -> String {
        if offsetSeconds(at: instant) == 0, zone == .gmt { return "UTC" }
        return zone.abbreviation(for: Date(timeIntervalSince1970: Double(instant.secondsSince1970))) ?? ""
    }
}
