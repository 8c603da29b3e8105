import CommonModels
import Testing

@testable import ProfileDomain

@Suite("Signals")
struct SignalDomainTests {
    @Test(
        "a pattern fits ids written its way",
        arguments: [
            ("@@###*", "KE085", true), ("@@###*", "KE1401A", true), ("@@###*", "KE85", false), ("###", "１２３", false), ("*", "", true),
            ("a?c", "abc", true), ("a?c", "ac", false), ("seoul", "seoul", true), ("seoul", "Seoul", false),
        ])
    func patterns(pattern: String, id: String, fits: Bool) throws {
        #expect(try #require(SubjectPattern(pattern)).fits(id) == fits)
    }

    @Test("a pattern has its star at the end", arguments: ["", "a*b", "**"])
    func badPatterns(text: String) { #expect(SubjectPattern(text) == nil) }

    @Test("a pace is told from where the stretch began")
    func pace() throws {
        let start = Instant(secondsSince1970: 100)
        let pace = try #require(ImportPace(rows: 1_000, bytes: 10_000, left: 30_000, from: start, to: start + .seconds(2)))
        #expect(pace.rowsPerSecond == 500 && pace.remaining == .seconds(6))
        #expect(ImportPace(rows: 1, bytes: 1, left: 1, from: start, to: start) == nil)
        #expect(ImportPace(rows: 0, bytes: 0, left: 1, from: start, to: start + .seconds(1))?.remaining == nil)
    }
}
