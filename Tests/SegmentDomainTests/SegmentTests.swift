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

    @Test("a segment out of use is a draft with the reason, until it is activated again or archived")
    func suspended() throws {
        let refusal = PolicyRefusal(policy: "no-clinic", field: DataField(.event, "Clinic Visited"), label: .sensitive)
        var segment = try draft()
        segment.suspend(because: refusal, at: now)
        #expect(segment.suspension == nil, "a draft is in no use")
        try segment.activate(at: now)
        segment.suspend(because: refusal, at: now)
        #expect(segment.status == .draft && segment.suspension == refusal && segment.version == 3)
        var other = segment
        try segment.activate(at: now)
        try other.archive(at: now)
        #expect(segment.suspension == nil && other.suspension == nil)
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
