import CommonModels
package import Configuration
package import ReportingDomain
import ServiceKit

/// How reporting counts time and people.
package struct ReportingSettings: Sendable {
    /// `MARU_REPORTING_TIME_ZONE` (IANA name, default `UTC`) and `MARU_REPORTING_FISCAL_MONTH` (1…12, default 1). Changing either computes
    /// every kept sum anew.
    package let calendar: FiscalCalendar
    /// `MARU_HOLDOUT_SHARE`, 0 to 0.5, default 0.05: what the sample-ratio check expects; 0 holds nobody out.
    package let holdoutShare: Double

    /// - Throws: ``SettingsError`` naming the setting that is wrong.
    package init(config: ConfigReader) throws {
        let zone = config.string(forKey: "maru.reporting.time.zone", default: "UTC")
        let month = config.int(forKey: "maru.reporting.fiscal.month", default: 1)
        guard let calendar = FiscalCalendar(timeZone: zone, firstMonth: month) else {
            throw SettingsError.invalid(key: "maru.reporting.time.zone", expected: "an IANA time zone, and a fiscal month from 1 to 12")
        }
        self.calendar = calendar
        let share = config.double(forKey: "maru.holdout.share", default: GlobalHoldout.shareDefault)
        guard (0...0.5).contains(share) else {
            throw SettingsError.invalid(key: "maru.holdout.share", expected: "a number from 0 to 0.5")
        }
        holdoutShare = share
    }
}
