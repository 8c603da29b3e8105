package import CommonModels
import Foundation

/// The `Date` header of RFC 5322, in UTC.
package enum MailDate {
    package static func text(_ instant: Instant) -> String {
        let seconds = instant.secondsSince1970
        let day = seconds.floorDivided(by: 86_400)
        let rest = seconds - day * 86_400
        let date = CivilDate(daysSince1970: day)
        let weekday = Weekday(dayNumber: day).rawValue.prefix(3).capitalized
        let clock = [rest / 3_600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) +0000"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
