package import CommonModels

extension ConsoleFormat {
    /// `2026.11.22` or `22 Nov 2026`
    package func date(_ instant: Instant) -> String { date(zone.local(instant).date) }

    package func date(_ date: CivilDate) -> String {
        switch locale {
        case .ko: "\(date.year).\(two(date.month)).\(two(date.day))"
        case .en: "\(date.day) \(monthName(date.month)) \(date.year)"
        }
    }

    /// Without the year: `11.18` or `18 Nov`
    package func shortDate(_ instant: Instant) -> String {
        let date = zone.local(instant).date
        return switch locale {
        case .ko: "\(two(date.month)).\(two(date.day))"
        case .en: "\(date.day) \(monthName(date.month))"
        }
    }

    /// `14:02`
    package func time(_ instant: Instant) -> String {
        let second = zone.local(instant).second
        return "\(two(Int(second / 3_600))):\(two(Int(second / 60 % 60)))"
    }

    /// `2026.11.22 14:02`
    package func dateTime(_ instant: Instant) -> String { "\(date(instant)) \(time(instant))" }

    /// For the narrow column of a timeline: the time today, `yesterday`, the day this year, else the date.
    package func moment(_ instant: Instant) -> String {
        let day = zone.local(instant).date
        let today = zone.local(now).date
        let age = today.daysSince1970 - day.daysSince1970
        if age == 0 { return time(instant) }
        if age == 1 { return words("console.time.yesterday") }
        return day.year == today.year ? shortDate(instant) : date(instant)
    }

    /// `14 s ago`, `3 min ago`, `yesterday`, `5 d ago`, then the date; also ahead: `in 3 min`.
    package func relative(_ instant: Instant) -> String {
        let seconds = (now.microseconds - instant.microseconds) / 1_000_000
        if seconds < 0 { return ahead(-seconds, instant) }
        switch seconds {
        case ..<5: return words("console.time.now")
        case ..<60: return words("console.time.secondsAgo", ["n": "\(seconds)"])
        case ..<3_600: return words("console.time.minutesAgo", ["n": "\(seconds / 60)"])
        default: break
        }
        let days = zone.local(now).date.daysSince1970 - zone.local(instant).date.daysSince1970
        if seconds < 86_400, days == 0 || seconds < 21_600 { return words("console.time.hoursAgo", ["n": "\(seconds / 3_600)"]) }
        if days == 1 { return words("console.time.yesterday") }
        return days <= 30 ? words("console.time.daysAgo", ["n": "\(days)"]) : date(instant)
    }

    private func ahead(_ seconds: Int64, _ instant: Instant) -> String {
        switch seconds {
        case ..<60: words("console.time.inSeconds", ["n": "\(seconds)"])
        case ..<3_600: words("console.time.inMinutes", ["n": "\(seconds / 60)"])
        case ..<86_400: words("console.time.inHours", ["n": "\(seconds / 3_600)"])
        default: dateTime(instant)
        }
    }

    /// The two largest units: `2일 3시간`, `2 d 3 h`, `45 s`.
    package func duration(_ duration: Duration) -> String {
        let seconds = max(0, duration.microseconds / 1_000_000)
        let units: [(Int64, String)] = [
            (86_400, "console.unit.days"), (3_600, "console.unit.hours"), (60, "console.unit.minutes"), (1, "console.unit.seconds"),
        ]
        var rest = seconds
        var parts: [String] = []
        for (size, key) in units where rest >= size && parts.count < 2 {
            parts.append(words(key, ["n": number(rest / size)]))
            rest %= size
        }
        return parts.isEmpty ? words("console.unit.seconds", ["n": "0"]) : parts.joined(separator: " ")
    }

    /// `2026년 4분기` or `Q4 2026`, of year and 1…4.
    package func quarter(year: Int, number: Int) -> String {
        words("console.time.quarter", ["year": "\(year)", "n": "\(number)"])
    }

    /// `7월` or `Jul`
    package func monthName(_ month: Int) -> String { words("console.month.\(month)") }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
