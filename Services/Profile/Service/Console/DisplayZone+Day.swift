import CommonModels
import ConsoleKit

extension DisplayZone {
    /// When a day begins here. Where clocks are set at midnight, the first instant that has the day's date.
    func start(of date: CivilDate) -> Instant {
        let midnight = date.daysSince1970 * 86_400
        let guess = Instant(secondsSince1970: midnight - offset(at: Instant(secondsSince1970: midnight)))
        return Instant(secondsSince1970: midnight - offset(at: guess))
    }

    /// A day as the browser's date field writes it, `2026-11-22`.
    static func day(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2], (1...9_999).contains(year) else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)
    }
}
