import CommonModels
import Testing

@testable import ReportingDomain

@Suite("Fiscal calendar")
struct CalendarTests {
    @Test("an evening in Greenwich on the last day of March is already the second quarter in Seoul")
    func zoneDecidesQuarter() throws {
        let instant = try #require(Instant(rfc3339: "2026-03-31T15:00:00Z"))
        let seoul = try #require(FiscalCalendar(timeZone: "Asia/Seoul"))
        #expect(FiscalCalendar.utc.quarter(of: instant).description == "2026Q1")
        #expect(seoul.quarter(of: instant).description == "2026Q2")
        #expect(seoul.day(of: instant).iso == "2026-04-01")
    }

    @Test("a fiscal year from April puts February into the fourth quarter of the year before")
    func fiscalYearFromApril() throws {
        let calendar = try #require(FiscalCalendar(timeZone: "Asia/Seoul", firstMonth: 4))
        let february = try #require(Day(iso: "2027-02-28"))
        let quarter = calendar.quarter(of: february)
        #expect(quarter.description == "2026Q4")
        #expect(calendar.days(of: quarter).lowerBound.iso == "2027-01-01")
        #expect(calendar.days(of: quarter).upperBound.iso == "2027-03-31")
        #expect(calendar.months(of: quarter).map(\.upperBound.iso) == ["2027-01-31", "2027-02-28", "2027-03-31"])
    }

    @Test("a day with a clock change in London is one day")
    func daylightSaving() throws {
        let london = try #require(FiscalCalendar(timeZone: "Europe/London"))
        let before = try #require(Instant(rfc3339: "2026-03-28T23:59:59Z"))
        let after = try #require(Instant(rfc3339: "2026-03-29T22:59:59Z"))
        let next = try #require(Instant(rfc3339: "2026-03-29T23:00:00Z"))
        #expect([before, after, next].map { london.day(of: $0).iso } == ["2026-03-28", "2026-03-29", "2026-03-30"])
    }

    @Test("every day lies within the days of its quarter, and quarters follow each other without a gap", arguments: 1...12)
    func quartersTile(firstMonth: Int) throws {
        let calendar = try #require(FiscalCalendar(timeZone: "UTC", firstMonth: firstMonth))
        for number in stride(from: -3_000, to: 25_000, by: 13) {
            let day = Day(number: number)
            let quarter = calendar.quarter(of: day)
            #expect(calendar.days(of: quarter).contains(day))
            #expect(calendar.days(of: quarter).upperBound.advanced(by: 1) == calendar.days(of: quarter.next).lowerBound)
        }
    }

    @Test(
        "only labels such as 2026Q4 name a quarter", arguments: ["2026Q5", "2026", "26Q1", "2026q1", "2026Q", "Q1", "20260Q1", "2026Q1 "])
    func labels(text: String) {
        #expect(Quarter(text) == nil)
        #expect(Quarter("2026Q4")?.description == "2026Q4")
    }

    @Test("a quarter is partial at the edges of the data, in progress while it runs, complete in between")
    func coverage() throws {
        let coverage = Coverage(first: try #require(Day(iso: "2010-12-01")), last: try #require(Day(iso: "2011-12-09")))
        func extent(_ label: String, today: String) throws -> Coverage.Extent {
            coverage.extent(of: FiscalCalendar.utc.days(of: try #require(Quarter(label))), today: try #require(Day(iso: today)))
        }
        #expect(try extent("2010Q4", today: "2026-01-01") == .partial)
        #expect(try extent("2011Q1", today: "2026-01-01") == .complete)
        #expect(try extent("2011Q4", today: "2026-01-01") == .partial)
        #expect(try extent("2011Q4", today: "2011-12-10") == .inProgress)
        #expect(try extent("2012Q1", today: "2026-01-01") == .none)
    }
}
