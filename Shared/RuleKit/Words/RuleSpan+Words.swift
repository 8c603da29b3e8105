package import CommonModels

extension RuleSpan {
    /// `90일`, `90 days`.
    package func words(in locale: ConsoleLocale) -> String {
        switch locale {
        case .ko: "\(amount)\(koreanUnit)"
        case .en: "\(amount) \(englishUnit)\(amount == 1 ? "" : "s")"
        }
    }

    private var koreanUnit: String {
        switch unit {
        case .seconds: "초"
        case .minutes: "분"
        case .hours: "시간"
        case .days: "일"
        case .weeks: "주"
        }
    }

    private var englishUnit: String {
        switch unit {
        case .seconds: "second"
        case .minutes: "minute"
        case .hours: "hour"
        case .days: "day"
        case .weeks: "week"
        }
    }
}
