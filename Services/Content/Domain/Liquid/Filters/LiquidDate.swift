import CommonModels

/// A moment in a zone, and `strftime` formatting with Korean or English names.
struct LiquidDate {
    let instant: Instant
    let zone: LiquidZone
    let language: String
    private let offset: Int
    private let day: CivilDate
    private let secondOfDay: Int
    private let daysSince1970: Int64

    init(_ instant: Instant, zone: LiquidZone, language: String) {
        self.instant = instant
        self.zone = zone
        self.language = language
        offset = zone.offsetSeconds(at: instant)
        let local = instant.secondsSince1970 + Int64(offset)
        daysSince1970 = local.floorDivided(by: 86_400)
        day = CivilDate(daysSince1970: daysSince1970)
        secondOfDay = Int(local - daysSince1970 * 86_400)
    }

    func formatted(_ format: String) -> String {
        var output = ""
        var characters = format[...]
        while let character = characters.popFirst() {
            guard character == "%" else {
                output.append(character)
                continue
            }
            var flag: Character?
            if let next = characters.first, "-0^_#".contains(next) {
                flag = next
                characters.removeFirst()
            }
            guard let directive = characters.popFirst() else {
                output.append("%")
                break
            }
            output += part(directive, flag)
        }
        return output
    }

    private func part(_ directive: Character, _ flag: Character?) -> String {
        let hour = secondOfDay / 3_600
        switch directive {
        case "%": return "%"
        case "n": return "\n"
        case "t": return "\t"
        case "Y": return String(day.year)
        case "C": return number(day.year / 100, 2, "0", flag)
        case "y": return number(day.year % 100, 2, "0", flag)
        case "m": return number(day.month, 2, "0", flag)
        case "d": return number(day.day, 2, "0", flag)
        case "e": return number(day.day, 2, " ", flag)
        case "j": return number(Int(daysSince1970 - (CivilDate(year: day.year, month: 1, day: 1)?.daysSince1970 ?? 0)) + 1, 3, "0", flag)
        case "H": return number(hour, 2, "0", flag)
        case "k": return number(hour, 2, " ", flag)
        case "I": return number(hour % 12 == 0 ? 12 : hour % 12, 2, "0", flag)
        case "l": return number(hour % 12 == 0 ? 12 : hour % 12, 2, " ", flag)
        case "M": return number(secondOfDay / 60 % 60, 2, "0", flag)
        case "S": return number(secondOfDay % 60, 2, "0", flag)
        case "L": return number(Int(instant.microseconds / 1_000 - instant.secondsSince1970 * 1_000), 3, "0", flag)
        case "s": return String(instant.secondsSince1970)
        case "u": return String(weekday == 0 ? 7 : weekday)
        case "w": return String(weekday)
        case "z": return offsetText
        case "Z": return zone.abbreviation(at: instant)
        default: return names(directive, flag)
        }
    }

    private func names(_ directive: Character, _ flag: Character?) -> String {
        let names = DateNames.of(language)
        let text: String
        switch directive {
        case "B": text = names.months[day.month - 1]
        case "b", "h": text = names.shortMonths[day.month - 1]
        case "A": text = names.weekdays[weekday]
        case "a": text = names.shortWeekdays[weekday]
        case "p": text = names.halves[secondOfDay / 43_200]
        case "P": text = names.halves[secondOfDay / 43_200].lowercased()
        case "F": text = formatted("%Y-%m-%d")
        case "T", "X": text = formatted("%H:%M:%S")
        case "R": text = formatted("%H:%M")
        case "r": text = formatted("%I:%M:%S %p")
        case "D", "x": text = formatted("%m/%d/%y")
        case "c": text = formatted("%a %b %e %H:%M:%S %Y")
        default: text = "%\(directive)"
        }
        return flag == "^" ? text.uppercased() : text
    }

    /// 0 is Sunday; 1970-01-01 was a Thursday.
    private var weekday: Int { Int((daysSince1970 + 4) - (daysSince1970 + 4).floorDivided(by: 7) * 7) }

    private var offsetText: String {
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + number(minutes / 60, 2, "0", nil) + number(minutes % 60, 2, "0", nil)
    }

    private func number(_ value: Int, _ width: Int, _ padding: Character, _ flag: Character?) -> String {
        let text = String(value)
        if flag == "-" { return text }
        let pad = flag == "_" ? " " : flag == "0" ? "0" : padding
        return String(repeating: pad, count: max(0, width - text.count)) + text
    }
}
