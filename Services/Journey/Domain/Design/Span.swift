/// A length of time as authors write it: a whole number and a unit (`90s`, `15m`, `12h`, `3d`, `2w`).
/// A day is 24 hours; "the same hour tomorrow" is a local-time wait instead.
package struct Span: Hashable, Sendable {
    package static let secondsMax: Int64 = 366 * 86_400
    package let seconds: Int64

    package init?(seconds: Int64) {
        guard (1...Self.secondsMax).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    package init?(_ text: String) {
        guard let unit = text.last, let factor = Self.factor(unit), let count = Int64(text.dropLast()), count > 0, count <= Self.secondsMax
        else { return nil }
        self.init(seconds: count * factor)
    }

    package var duration: Duration { .seconds(seconds) }

    package var text: String {
        for (unit, factor) in [("w", Int64(604_800)), ("d", 86_400), ("h", 3_600), ("m", 60)] where seconds % factor == 0 {
            return "\(seconds / factor)\(unit)"
        }
        return "\(seconds)s"
    }

    private static func factor(_ unit: Character) -> Int64? {
        switch unit {
        case "s": 1
        case "m": 60
        case "h": 3_600
        case "d": 86_400
        case "w": 604_800
        case _: nil
        }
    }
}
