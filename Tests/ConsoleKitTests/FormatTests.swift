import CommonModels
import ConsoleKit
import Testing

@Suite("Numbers, money and times in words")
struct FormatTests {
    private let now = Instant(rfc3339: "2026-11-22T05:02:00Z") ?? .epoch  // 14:02 in Seoul

    private func format(_ locale: ConsoleLocale, zone: DisplayZone = .seoul) throws -> ConsoleFormat {
        ConsoleFormat(words: Words(try Catalogue.bundled(), locale), zone: zone, now: now)
    }

    @Test(
        "whole numbers are grouped by three",
        arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (Int64.min, "-9,223,372,036,854,775,808")])
    func groups(value: Int64, text: String) throws {
        #expect(try format(.ko).number(value) == text)
    }

    @Test("decimals are rounded half away from zero and never show minus zero")
    func decimals() throws {
        let format = try format(.en)
        #expect(format.number(1234.5, digits: 0) == "1,235")
        #expect(format.number(-0.004, digits: 2) == "0.00")
        #expect(format.number(-1.25, digits: 1) == "-1.3")
        #expect(format.number(.nan, digits: 1) == "–")
        #expect(format.percent(0.0384) == "3.8%")
        #expect(format.change(0.182) == "+18.2%")
    }

    @Test("nothing measured is shown as certain")
    func probabilities() throws {
        let format = try format(.en)
        #expect(format.pValue(0.0321) == "0.0321")
        #expect(format.pValue(0.00001) == "< 0.0001")
        #expect(format.chance(0.973) == "97.3%")
        #expect(format.chance(0.99999) == "> 99.9%")
        #expect(format.chance(0.0001) == "< 0.1%")
    }

    @Test("large numbers are short in each language's own steps")
    func compact() throws {
        let (ko, en) = (try format(.ko), try format(.en))
        #expect(ko.compact(12_345) == "1.2만")
        #expect(ko.compact(412_000_000) == "4.1억")
        #expect(en.compact(12_345) == "12.3K")
        #expect(en.compact(412_000_000) == "412M")
        #expect(ko.compact(950) == "950")
    }

    @Test("money has its currency's digits and sign before the symbol")
    func money() throws {
        let format = try format(.ko)
        #expect(format.money(Money(minorUnits: 68_000, currency: .krw)) == "₩68,000")
        #expect(format.money(Money(minorUnits: -123_456, currency: .gbp)) == "-£1,234.56")
        #expect(format.compactMoney(Money(minorUnits: 412_000_000, currency: .krw)) == "₩4.1억")
    }

    @Test("times are those of the display zone, by the calendar day there")
    func zone() throws {
        let late = try #require(Instant(rfc3339: "2026-11-21T15:30:00Z"))  // 22 November 00:30 in Seoul
        #expect(try format(.ko).dateTime(late) == "2026.11.22 00:30")
        #expect(try format(.en).date(late) == "22 Nov 2026")
        let utc = try #require(DisplayZone(identifier: "UTC"))
        #expect(try format(.ko, zone: utc).moment(late) == "어제")
        #expect(try format(.ko).moment(late) == "00:30")
    }

    @Test(
        "ages are said in the largest whole unit",
        arguments: [
            (0, "방금"), (14, "14초 전"), (840, "14분 전"), (7_200, "2시간 전"), (86_400, "어제"), (86_400 * 3, "3일 전"), (86_400 * 90, "2026.08.24"),
            (-180, "3분 뒤"),
        ])
    func ages(seconds: Int64, text: String) throws {
        #expect(try format(.ko).relative(now - .seconds(seconds)) == text)
    }

    @Test("durations show their two largest units")
    func durations() throws {
        #expect(try format(.en).duration(.seconds(183_600)) == "2 d 3 h")
        #expect(try format(.ko).duration(.seconds(59)) == "59초")
        #expect(try format(.ko).duration(.zero) == "0초")
    }

    @Test("a daylight-saving zone shows the offset of the day")
    func daylightSaving() throws {
        let london = try #require(DisplayZone(identifier: "Europe/London"))
        let summer = try #require(Instant(rfc3339: "2026-07-01T12:00:00Z"))
        #expect(try format(.en, zone: london).time(summer) == "13:00")
        #expect(try format(.en, zone: london).time(now) == "05:02")
    }
}
