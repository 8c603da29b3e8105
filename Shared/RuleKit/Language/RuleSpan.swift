package import CommonModels

/// A length of time as people write it: `30d`, `12h`, `15m`, `30s`, `2w`. A day is 24 hours.
package struct RuleSpan: Hashable, Sendable, CustomStringConvertible {
    package enum Unit: String, Hashable, Sendable, CaseIterable {
        case seconds = "s"
        case minutes = "m"
        case hours = "h"
        case days = "d"
        case weeks = "w"

        var microseconds: Int64 {
            switch self {
            case .seconds: 1_000_000
            case .minutes: 60_000_000
            case .hours: 3_600_000_000
            case .days: 86_400_000_000
            case .weeks: 604_800_000_000
            }
        }
    }

    /// The longest window a rule may have.
    package static let daysMax: Int64 = 1_830  // a little over five years

    package let amount: Int64
    package let unit: Unit

    /// - Returns: nil when zero, negative or longer than ``daysMax``.
    package init?(_ amount: Int64, _ unit: Unit) {
        let longest = RuleSpan.daysMax * Unit.days.microseconds
        guard amount > 0, amount <= longest / unit.microseconds else { return nil }
        self.amount = amount
        self.unit = unit
    }

    /// - Returns: nil unless digits followed by one of `s m h d w`, within the limits.
    package init?(_ text: String) {
        guard let last = text.last, let unit = Unit(rawValue: String(last)), let amount = Int64(text.dropLast()) else { return nil }
        self.init(amount, unit)
    }

    package var microseconds: Int64 { amount * unit.microseconds }
    package var duration: Duration { .microseconds(microseconds) }
    package var description: String { "\(amount)\(unit.rawValue)" }

    package static func < (left: RuleSpan, right: RuleSpan) -> Bool { left.microseconds < right.microseconds }
}

extension Instant {
    package func adding(_ span: RuleSpan) -> Instant { Instant(microseconds: microseconds + span.microseconds) }
    package func subtracting(_ span: RuleSpan) -> Instant { Instant(microseconds: microseconds - span.microseconds) }
}
