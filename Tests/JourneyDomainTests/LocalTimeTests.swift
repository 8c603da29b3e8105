import CommonModels
import Foundation
import JourneyDomain
import Testing

@Suite("A wait until local time")
struct LocalTimeTests {
    private func next(_ time: String, _ zone: String, after instant: String, on weekday: Weekday? = nil) throws -> String {
        let found = LocalTimeFinder.next(
            try #require(LocalTime(time)), on: weekday, in: try #require(TimeZone(identifier: zone)),
            after: try #require(Instant(rfc3339: instant)))
        return found.rfc3339
    }

    @Test("follows the clock of Seoul, nine hours ahead of UTC all year")
    func seoul() throws {
        #expect(try next("10:00", "Asia/Seoul", after: "2026-11-22T00:59:59Z") == "2026-11-22T01:00:00Z")
        #expect(try next("10:00", "Asia/Seoul", after: "2026-11-22T01:00:00Z") == "2026-11-23T01:00:00Z")
        #expect(try next("00:30", "Asia/Seoul", after: "2026-12-31T15:00:00Z") == "2026-12-31T15:30:00Z")
    }

    @Test("keeps the wall time when daylight saving begins or ends")
    func wallTimeKept() throws {
        #expect(try next("09:00", "America/New_York", after: "2026-03-07T15:00:00Z") == "2026-03-08T13:00:00Z")
        #expect(try next("09:00", "America/New_York", after: "2026-10-31T15:00:00Z") == "2026-11-01T14:00:00Z")
    }

    @Test("happens at the jump when the day has no such time")
    func skippedTime() throws {
        // 2026-03-08, 02:00 EST becomes 03:00 EDT: 02:30 never shows.
        #expect(try next("02:30", "America/New_York", after: "2026-03-08T00:00:00Z") == "2026-03-08T07:00:00Z")
        #expect(try next("02:30", "America/New_York", after: "2026-03-08T07:00:00Z") == "2026-03-09T06:30:00Z")
    }

    @Test("happens once when the day has the time twice")
    func repeatedTime() throws {
        // 2026-11-01, 02:00 EDT becomes 01:00 EST: 01:30 shows twice.
        #expect(try next("01:30", "America/New_York", after: "2026-11-01T00:00:00Z") == "2026-11-01T05:30:00Z")
        #expect(try next("01:30", "America/New_York", after: "2026-11-01T05:30:00Z") == "2026-11-02T06:30:00Z")
    }

    @Test("works where clocks jump by half an hour, and at midnight")
    func unusualZones() throws {
        // Lord Howe Island moves by 30 minutes: 2026-10-04 02:00 becomes 02:30.
        #expect(try next("02:15", "Australia/Lord_Howe", after: "2026-10-03T14:00:00Z") == "2026-10-03T15:30:00Z")
        // Santiago jumps at midnight: 2026-09-06 00:00 becomes 01:00.
        #expect(try next("00:30", "America/Santiago", after: "2026-09-05T12:00:00Z") == "2026-09-06T04:00:00Z")
    }

    @Test("takes the weekday of the person's own calendar")
    func weekday() throws {
        // Sunday evening in UTC is Monday morning in Seoul.
        #expect(try next("08:00", "Asia/Seoul", after: "2026-11-22T22:00:00Z", on: .monday) == "2026-11-22T23:00:00Z")
        #expect(try next("08:00", "Asia/Seoul", after: "2026-11-22T23:00:00Z", on: .monday) == "2026-11-29T23:00:00Z")
    }

    @Test(
        "every day of a year, in every zone with daylight saving, shows the wall time or is the jump",
        arguments: ["America/New_York", "Europe/Berlin", "Asia/Seoul", "Australia/Lord_Howe", "America/Santiago"])
    func wholeYear(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        let time = try #require(LocalTime("02:30"))
        var jumps = 0
        for day in Int64(20_454)..<20_819 {
            let found = LocalTimeFinder.instant(day: day, time: time, in: zone).secondsSince1970
            let wall = found + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(found))))
            if wall != day * 86_400 + time.secondsOfDay {
                jumps += 1
                let before = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(found - 1)))
                let after = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(found)))
                #expect(before != after, "day \(day) of \(name)")
            }
        }
        #expect(jumps <= 1)
    }

    @Test("takes the person's zone, then the journey's, then the service's, and says which")
    func fallback() throws {
        let seoul = try #require(TimeZone(identifier: "Asia/Seoul"))
        #expect(TimeZoneResolver.resolve(trait: "Europe/Berlin", journey: "Asia/Tokyo", service: seoul).origin == .person)
        #expect(TimeZoneResolver.resolve(trait: nil, journey: "Asia/Tokyo", service: seoul).zone.identifier == "Asia/Tokyo")
        #expect(TimeZoneResolver.resolve(trait: "KST", journey: "Asia/Tokyo", service: seoul).origin == .journeyForUnreadableTrait)
        #expect(TimeZoneResolver.resolve(trait: "somewhere", journey: nil, service: seoul).origin == .serviceForUnreadableTrait)
        #expect(TimeZoneResolver.resolve(trait: nil, journey: nil, service: seoul) == ResolvedZone(zone: seoul, origin: .service))
    }
}
