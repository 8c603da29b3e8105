import CommonModels

extension LiquidDate {
    /// Reads seconds since 1970, RFC 3339, `2016-03-14 10:30`, `March 14, 2016`, `14 March 2016`, `now` and `today`.
    /// Times without a zone are in `zone`.
    static func instant(_ value: LiquidValue, now: Instant, zone: LiquidZone) -> Instant? {
        switch value {
        case .integer(let seconds): return seconds.magnitude < 253_402_300_800 ? Instant(secondsSince1970: seconds) : nil
        case .number(let seconds): return instant(.integer(LiquidNumber.number(seconds).whole), now: now, zone: zone)
        case .string(let text), .markup(let text): return instant(text, now: now, zone: zone)
        case .null, .bool, .array, .object, .range, .empty, .blank: return nil
        }
    }

    private static func instant(_ text: String, now: Instant, zone: LiquidZone) -> Instant? {
        let lower = text.lowercased()
        if lower == "now" || lower == "today" { return now }
        if !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            return Int64(text).flatMap { instant(.integer($0), now: now, zone: zone) }
        }
        if let instant = Instant(rfc3339: text) { return instant }
        return DateWords(text)?.instant(in: zone)
    }
}

/// The parts of a written date, in any common order.
private struct DateWords {
    private var day: CivilDate
    private var seconds: Int64 = 0
    private var offset: Int64?

    init?(_ text: String) {
        var numbers: [Int] = []
        var month: Int?
        var date: CivilDate?
        for word in DateWords.words(text) {
            if word.contains(":") {
                guard let time = DateWords.time(word) else { return nil }
                seconds = time
            } else if let dashed = DateWords.dashed(word) {
                date = dashed
            } else if let number = Int(word), word.first != "+", word.first != "-" {
                numbers.append(number)
            } else if let named = DateNames.english.shortMonths.firstIndex(where: {
                word.count >= 3 && word.lowercased().hasPrefix($0.lowercased())
            }) {
                month = named + 1
            } else if let zone = DateWords.zone(word) {
                offset = zone
            } else if !DateNames.english.weekdays.contains(where: { $0.lowercased().hasPrefix(word.lowercased()) }) {
                return nil
            }
        }
        if date == nil, let month, numbers.count == 2, let year = numbers.first(where: { $0 > 31 }),
            let number = numbers.first(where: { $0 <= 31 })
        {
            date = DateWords.date(year, month, number)
        }
        guard let date else { return nil }
        day = date
    }

    /// A `T` parts a date from its time, and is a letter in `UTC` and `Tue`.
    private static func words(_ text: String) -> [Substring] {
        text.split { $0 == " " || $0 == "," }.flatMap { $0.first?.isNumber ?? false ? $0.split(separator: "T") : [$0] }
    }

    /// Years of four digits, as dates of the field have them.
    private static func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate? {
        (0...9_999).contains(year) ? CivilDate(year: year, month: month, day: day) : nil
    }

    func instant(in zone: LiquidZone) -> Instant {
        let local = day.daysSince1970 * 86_400 + seconds
        if let offset { return Instant(secondsSince1970: local - offset) }
        let guess = Instant(secondsSince1970: local - Int64(zone.offsetSeconds(at: Instant(secondsSince1970: local))))
        return Instant(secondsSince1970: local - Int64(zone.offsetSeconds(at: guess)))
    }

    private static func dashed(_ word: Substring) -> CivilDate? {
        let parts = word.split(whereSeparator: { $0 == "-" || $0 == "/" || $0 == "." }).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2], year > 31 else { return nil }
        return date(year, month, day)
    }

    private static func time(_ word: Substring) -> Int64? {
        let parts = word.split(separator: ":").map { Int64($0.prefix { $0 != "." }) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        guard let second = parts.count == 3 ? parts[2] : 0, (0...60).contains(second) else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func zone(_ word: Substring) -> Int64? {
        if ["UTC", "GMT", "Z"].contains(word) { return 0 }
        guard let sign = word.first, sign == "+" || sign == "-" else { return nil }
        let digits = word.dropFirst().filter { $0 != ":" }
        guard digits.count == 4, let value = Int64(digits) else { return nil }
        return (sign == "-" ? -1 : 1) * (value / 100 * 3_600 + value % 100 * 60)
    }
}
