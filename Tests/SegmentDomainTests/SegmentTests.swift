import CommonModels
import RuleKit
import SegmentDomain
import Testing

@Suite("A segment's definition")
struct SegmentTests {
    private let now = Instant(secondsSince1970: 1_790_000_000)
    private let ids = IDGenerator.sequential()

    private func draft() throws -> Segment {
        Segment(
            id: ids.next(), key: try #require(SegmentKey("vip")), name: try #require(SegmentName(ko: "우수 고객", en: "VIP")),
            rule: .everyone, at: now)
    }

    @Test("versions rise with every change and only then")
    func versions() throws {
        var segment = try draft()
        try segment.replaceRule(.everyone, at: now)
        #expect(segment.version == 1)
        try segment.activate(at: now + .seconds(5))
        #expect(segment.version == 2 && segment.status == .active && segment.activatedAt == now + .seconds(5))
        try segment.replaceRule(.not(.everyone), at: now)
        #expect(segment.version == 3)
    }

    @Test("an archived segment stays as it was")
    func archived() throws {
        var segment = try draft()
        try segment.archive(at: now)
        #expect(throws: SegmentError.archived) { try segment.activate(at: now) }
        #expect(throws: SegmentError.archived) { try segment.replaceRule(.not(.everyone), at: now) }
        #expect(throws: SegmentError.archived) { try segment.archive(at: now) }
    }

    @Test("keys are short plain names", arguments: ["", "VIP", "1st", "a b", "ünique", String(repeating: "a", count: 61)])
    func badKey(text: String) { #expect(SegmentKey(text) == nil) }

    @Test("a segment has a name in both languages")
    func names() {
        #expect(SegmentName(ko: "", en: "VIP") == nil)
        #expect(SegmentName(ko: "우수", en: String(repeating: "x", count: 81)) == nil)
    }
}
