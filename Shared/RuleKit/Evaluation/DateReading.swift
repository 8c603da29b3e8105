import CommonModels
package import Foundation

/// How a trait's text becomes an instant.
///
/// RFC 3339 instants say their own offset. A day without a zone (`2026-11-22`) begins at midnight of the person's zone
/// (trait `timezone`, an IANA name), else of the rule's fallback zone: never silently of UTC.
package enum DateReading {
    /// Where the company is, unless whoever compiles the rule says otherwise.
    package static let fallbackZone = TimeZone(identifier: "Asia/Seoul") ?? .gmt
    static let zoneTrait = "timezone"

    static func instant(_ text: String, facts: some RuleFacts, fallbackZone: TimeZone) -> Instant? {
        if text.utf8.count > 10 { return Instant(rfc3339: text) }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2, let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let zone = facts.trait(zoneTrait)?.stringValue.flatMap { TimeZone(identifier: $0) } ?? fallbackZone
        return midnight(of: date, in: zone)
    }

    private static func midnight(of date: CivilDate, in zone: TimeZone) -> Instant {
        let local = date.daysSince1970 * 86_400
        func offset(at seconds: Int64) -> Int64 { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))) }
        let guess = local - offset(at: local)
        return Instant(secondsSince1970: local - offset(at: guess))
    }
}
