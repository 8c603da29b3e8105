package import Foundation

/// A time zone and where it came from.
package struct ResolvedZone: Hashable, Sendable {
    package let zone: TimeZone
    package let origin: Origin

    package enum Origin: String, Hashable, Sendable, CaseIterable {
        case person, journey, service
        /// The person's trait was there and no zone could be read from it.
        case journeyForUnreadableTrait, serviceForUnreadableTrait
    }

    package init(zone: TimeZone, origin: Origin) {
        self.zone = zone
        self.origin = origin
    }
}
