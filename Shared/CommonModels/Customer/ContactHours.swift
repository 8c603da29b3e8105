/// The hours of the day, on a person's own clock, in which they like to hear from us: `09:00-21:00`, from the first minute
/// to before the last. `22:00-06:00` goes over midnight.
package struct ContactHours: Hashable, Sendable {
    package static let trait = "contact_hours"

    /// Minutes after midnight, 0…1439; never equal.
    package let start: Int
    package let end: Int

    /// - Returns: nil when the bounds are equal or no minutes of a day.
    package init?(start: Int, end: Int) {
        guard (0..<1_440).contains(start), (0..<1_440).contains(end), start != end else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `HH:MM-HH:MM`.
    package init?(_ text: String) {
        let minutes = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minutes($0) }
        guard minutes.count == 2, let start = minutes[0], let end = minutes[1] else { return nil }
        self.init(start: start, end: end)
    }

    package var text: String { "\(Self.text(start))-\(Self.text(end))" }

    package func contains(minuteOfDay minute: Int) -> Bool {
        start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    package static func text(_ minutes: Int) -> String {
        let (hour, minute) = (minutes / 60, minutes % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
