package import CommonModels
import Foundation
import OrderedCollections

/// Over which time a cap adds up its uses.
package enum CapWindow: Hashable, Sendable {
    case lifetime
    /// The last so many microseconds, up to now.
    case rolling(Int64)
    case calendar(CalendarPeriod)

    /// One minute to about ten years, in microseconds.
    package static let rollingRange: ClosedRange<Int64> = 60_000_000...(3_660 * 86_400_000_000)
    /// Where no zone is given.
    package static let zoneDefault = "Asia/Seoul"

    package var json: JSONValue {
        switch self {
        case .lifetime: .string("lifetime")
        case .rolling(let length): .object(["rolling": .string(CapWindow.text(ofLength: length))])
        case .calendar(let period):
            .object(["calendar": .string(period.unit.rawValue), "timeZone": .string(period.zone.identifier)])
        }
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (CapWindow?, [FieldProblem]) {
        if value.stringValue == "lifetime" { return (.lifetime, []) }
        var reader = DocumentReader(value, at: pointer)
        if let rolling = reader.value("rolling") {
            reader.closeUnknown()
            if let length = rolling.stringValue.flatMap(length), rollingRange.contains(length) {
                return (.rolling(length), reader.problems)
            }
            reader.reject("rolling", "must be a length such as 30m, 24h or 30d, from 1m to 3660d")
            return (nil, reader.problems)
        }
        guard reader.value("calendar") != nil else {
            return (
                nil,
                [
                    FieldProblem(
                        pointer: pointer, detail: #"must be "lifetime", {"rolling":"24h"} or {"calendar":"day","timeZone":"Asia/Seoul"}"#)
                ]
            )
        }
        let unit: CalendarUnit? = reader.choice("calendar")
        let zoneName = reader.text("timeZone", max: 64, required: false) ?? zoneDefault
        let zone = TimeZone(identifier: zoneName)
        if zone == nil { reader.reject("timeZone", "must be a time zone such as Asia/Seoul") }
        reader.closeUnknown()
        guard let unit, let zone else { return (nil, reader.problems) }
        return (.calendar(CalendarPeriod(unit: unit, zone: zone)), reader.problems)
    }

    /// `90m`, `24h` or `30d` in microseconds.
    private static func length(_ text: String) -> Int64? {
        guard let unit = text.last, let count = Int64(text.dropLast()), count > 0, count < 10_000_000 else { return nil }
        switch unit {
        case "m": return count * 60_000_000
        case "h": return count * 3_600_000_000
        case "d": return count * 86_400_000_000
        default: return nil
        }
    }

    private static func text(ofLength length: Int64) -> String {
        if length % 86_400_000_000 == 0 { return "\(length / 86_400_000_000)d" }
        if length % 3_600_000_000 == 0 { return "\(length / 3_600_000_000)h" }
        return "\(length / 60_000_000)m"
    }
}
