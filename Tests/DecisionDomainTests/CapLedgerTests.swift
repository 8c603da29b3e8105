import CommonModels
import DecisionDomain
import Foundation
import Testing

@Suite("Cap ledger")
struct CapLedgerTests {
    private let start = Instant(secondsSince1970: 1_767_225_600)  // 2026-01-01T00:00:00Z

    private func cap(_ limit: Int, _ window: CapWindow) -> Cap {
        Cap(key: "c", per: .profile, counts: .decision, limit: limit, window: window)
    }

    private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

    @Test("a rolling window lets the next use through exactly when the first one leaves it")
    func rollingBoundary() {
        let cap = cap(2, .rolling(3_600_000_000))
        var ledger = CapLedger()
        ledger.record(cap, at: start)
        ledger.record(cap, at: start + .seconds(10))
        #expect(!ledger.admits(cap, at: start + .seconds(3_599)))
        #expect(!ledger.admits(cap, at: Instant(microseconds: start.microseconds + 3_599_999_999)))
        #expect(ledger.admits(cap, at: start + .seconds(3_600)))
        #expect(ledger.admitsAgain(cap, at: start + .seconds(20)) == start + .seconds(3_600))
    }

    @Test("a calendar day starts at midnight of its zone")
    func calendarDay() throws {
        let cap = cap(1, .calendar(CalendarPeriod(unit: .day, zone: try zone("Asia/Seoul"))))
        var ledger = CapLedger()
        let evening = try #require(Instant(rfc3339: "2026-03-01T23:59:59+09:00"))
        ledger.record(cap, at: evening)
        #expect(!ledger.admits(cap, at: evening))
        #expect(ledger.admits(cap, at: evening + .seconds(1)))
        #expect(ledger.admitsAgain(cap, at: evening) == evening + .seconds(1))
    }

    @Test("a decision made a moment before midnight and counted after it finds its own day full")
    func overMidnight() throws {
        let cap = cap(2, .calendar(CalendarPeriod(unit: .day, zone: try zone("Asia/Seoul"))))
        var ledger = CapLedger()
        let evening = try #require(Instant(rfc3339: "2026-03-01T23:59:59+09:00"))
        ledger.record(cap, at: evening)
        ledger.record(cap, at: evening)
        ledger.record(cap, at: evening + .seconds(1))
        #expect(!ledger.admits(cap, at: evening) && ledger.used(cap, at: evening) == 2)
        #expect(ledger.admits(cap, at: evening + .seconds(1)) && ledger.used(cap, at: evening + .seconds(1)) == 1)
        ledger.record(cap, at: evening + .seconds(90))
        #expect(ledger.uses.count == 1, "after a minute nobody decides for yesterday")
    }

    @Test("a decision by a clock that is behind finds what a rolling window still holds")
    func behind() {
        let cap = cap(2, .rolling(3_600_000_000))
        var ledger = CapLedger()
        for _ in 0..<2 { ledger.record(cap, at: start) }
        ledger.record(cap, at: start + .seconds(3_600))
        #expect(!ledger.admits(cap, at: start + .seconds(3_599)))
        #expect(ledger.used(cap, at: start + .seconds(3_600)) == 1)
    }

    @Test("weeks start on Monday and months on the first, daylight-saving days included")
    func periods() throws {
        let berlin = try zone("Europe/Berlin")
        let week = CalendarPeriod(unit: .week, zone: berlin)
        let sunday = try #require(Instant(rfc3339: "2026-03-29T12:00:00+02:00"))  // clocks went forward that morning
        #expect(week.start(at: sunday).rfc3339 == "2026-03-22T23:00:00Z")
        #expect(week.end(at: sunday).rfc3339 == "2026-03-29T22:00:00Z")
        let day = CalendarPeriod(unit: .day, zone: berlin)
        #expect(day.end(at: sunday).duration(since: day.start(at: sunday)) == .hours(23))
        let month = CalendarPeriod(unit: .month, zone: berlin)
        #expect(month.start(at: sunday).rfc3339 == "2026-02-28T23:00:00Z")
        #expect(month.end(at: sunday).rfc3339 == "2026-03-31T22:00:00Z")
    }

    @Test("a day begins at the first instant that exists where clocks jump over midnight")
    func missingMidnight() throws {
        let period = CalendarPeriod(unit: .day, zone: try zone("Africa/Cairo"))
        let noon = try #require(Instant(rfc3339: "2026-04-24T12:00:00+03:00"))  // 00:00 became 01:00
        #expect(period.start(at: noon).rfc3339 == "2026-04-23T22:00:00Z")
    }

    @Test("two people that turn out to be one have used what both used")
    func merge() {
        let cap = cap(3, .rolling(86_400_000_000))
        var one = CapLedger()
        var other = CapLedger()
        one.record(cap, at: start)
        other.record(cap, at: start + .seconds(1))
        other.record(cap, at: start)
        one.absorb(other)
        #expect(one.used(cap, at: start + .seconds(2)) == 3)
        #expect(!one.admits(cap, at: start + .seconds(2)))
    }

    @Test("the stored form is read back as it was")
    func text() {
        let cap = cap(5, .rolling(86_400_000_000))
        var ledger = CapLedger()
        for second in [0, 5, 5, 9] { ledger.record(cap, at: start + .seconds(second)) }
        #expect(CapLedger(text: ledger.text) == ledger)
        #expect(CapLedger(text: "12*x") == nil)
        #expect(CapLedger(text: "") == .empty)
    }

    @Test("no window ever holds more than the limit, and small limits are exact", arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func neverOver(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let limit = seed.isMultiple(of: 2) ? 4 : 100
        let length: Int64 = 600_000_000
        let cap = cap(limit, .rolling(length))
        var ledger = CapLedger()
        var model: [Int64] = []
        var now = start.microseconds
        for _ in 0..<3_000 {
            now += Int64.random(in: 0...(length / Int64(limit)), using: &random)
            let at = Instant(microseconds: now)
            let inWindow = model.count { $0 > now - length }
            let admitted = ledger.admits(cap, at: at)
            if limit <= CapLedger.exactLimitMax { #expect(admitted == (inWindow < limit), "seed \(seed)") }
            if admitted {
                #expect(inWindow < limit, "seed \(seed)")
                ledger.record(cap, at: at)
                model.append(now)
            }
            #expect(ledger.uses.count <= max(limit, Int(CapLedger.steps) + 2), "seed \(seed)")
        }
    }
}
