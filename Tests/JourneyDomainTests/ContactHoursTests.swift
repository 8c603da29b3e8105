import CommonModels
import Foundation
import JourneyDomain
import Testing

@Suite("A person's hours")
struct ContactHoursTests {
    private func opening(_ hours: String, _ zone: String, at instant: String) throws -> String? {
        let zone = try #require(TimeZone(identifier: zone))
        return try #require(ContactHours(hours)).opening(at: try #require(Instant(rfc3339: instant)), in: zone)?.rfc3339
    }

    @Test("are running, or begin next on the person's own clock")
    func seoul() throws {
        #expect(try opening("09:00-21:00", "Asia/Seoul", at: "2026-11-22T00:00:00Z") == nil)
        #expect(try opening("09:00-21:00", "Asia/Seoul", at: "2026-11-21T23:59:59Z") == "2026-11-22T00:00:00Z")
        #expect(try opening("09:00-21:00", "Asia/Seoul", at: "2026-11-22T12:00:00Z") == "2026-11-23T00:00:00Z")
        #expect(try opening("22:00-02:00", "Asia/Seoul", at: "2026-11-22T16:59:59Z") == nil)
        #expect(try opening("22:00-02:00", "Asia/Seoul", at: "2026-11-22T17:00:00Z") == "2026-11-23T13:00:00Z")
    }

    @Test("begin at the jump on a day without that time, and once on a day with two of it")
    func daylightSaving() throws {
        #expect(try opening("02:30-04:00", "America/New_York", at: "2026-03-08T06:00:00Z") == "2026-03-08T07:00:00Z")
        #expect(try opening("01:30-01:45", "America/New_York", at: "2026-11-01T05:00:00Z") == "2026-11-01T05:30:00Z")
    }

    @Test("before 1970 and at negative offsets the minute of the day is right as well")
    func early() throws {
        #expect(try opening("00:00-12:00", "America/New_York", at: "1969-12-31T06:00:00Z") == nil)
        #expect(try opening("00:00-12:00", "America/New_York", at: "1969-12-31T20:00:00Z") == "1970-01-01T05:00:00Z")
    }
}
