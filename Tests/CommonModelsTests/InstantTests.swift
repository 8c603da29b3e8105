import CommonModels
import Testing

@Suite("Instants")
struct InstantTests {
    @Test(
        "RFC 3339 texts mean the same instant in every accepted spelling",
        arguments: [
            "2026-11-22T09:30:00Z", "2026-11-22T18:30:00+09:00", "2026-11-22 09:30:00", "2026-11-22t09:30:00.000z",
            "2026-11-22T09:30:00.000000+0000", "2026-11-22T04:30:00-05",
        ])
    func spellings(_ text: String) {
        #expect(Instant(rfc3339: text)?.rfc3339 == "2026-11-22T09:30:00Z")
    }

    @Test(
        "texts that are no instant are refused",
        arguments: [
            "", "2026-11-22", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T09:30:00X", "2026-11-22T09:30:00.Z",
            "2026-11-22T09:30:00+99:00", "26-11-22T09:30:00Z", "2026-11-22T09:30:00Z ",
        ])
    func refused(_ text: String) { #expect(Instant(rfc3339: text) == nil) }

    @Test(
        "fractions keep microseconds",
        arguments: [
            ("1970-01-01T00:00:00.000001Z", 1), ("1970-01-01T00:00:00.5Z", 500_000), ("1969-12-31T23:59:59.999999Z", -1),
            ("1970-01-01T00:00:00.123456789Z", 123_456),
        ] as [(String, Int64)])
    func fractions(_ text: String, _ microseconds: Int64) { #expect(Instant(rfc3339: text)?.microseconds == microseconds) }

    @Test("every instant reads back from its own text", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let instant = Instant(microseconds: Int64.random(in: -62_135_596_800_000_000...Instant.distantFuture.microseconds, using: &random))
        #expect(Instant(rfc3339: instant.rfc3339) == instant, "seed \(seed)")
    }

    @Test("days count from 1970 and back")
    func civilDates() {
        #expect(CivilDate(year: 2000, month: 2, day: 29)?.daysSince1970 == 11_016)
        #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
        #expect(CivilDate(daysSince1970: 20_779).description == "2026-11-22")
    }
}
