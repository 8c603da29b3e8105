package import Foundation

/// Whose clock "10:00 local time" means.
///
/// The order, first that works: the person's own `timezone` trait, the journey's `timezone`, the service's setting.
/// The choice is recorded in the run's trace, so that a wrong zone shows up as a fact and never as a missing message.
package enum TimeZoneResolver {
    package static func zone(named name: String) -> TimeZone? {
        // Foundation also reads abbreviations such as "EST" or "GMT+9", which say nothing about daylight saving.
        guard name == "UTC" || name.contains("/") else { return nil }
        return TimeZone(identifier: name)
    }

    package static func resolve(trait: String?, journey: String?, service: TimeZone) -> ResolvedZone {
        if let trait, let zone = zone(named: trait) { return ResolvedZone(zone: zone, origin: .person) }
        if let journey, let zone = zone(named: journey) {
            return ResolvedZone(zone: zone, origin: trait == nil ? .journey : .journeyForUnreadableTrait)
        }
        return ResolvedZone(zone: service, origin: trait == nil ? .service : .serviceForUnreadableTrait)
    }
}
