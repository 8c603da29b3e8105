import CommonModels
import SegmentDomain
import Testing

@Suite("Segments that look at segments")
struct SegmentGraphTests {
    private let segments: [SegmentID]

    init() {
        let ids = IDGenerator.sequential()
        segments = (0..<5).map { _ in ids.next() }
    }

    @Test("a way back to the segment itself is found")
    func cycle() {
        let graph = SegmentGraph([segments[0]: [segments[1]], segments[1]: [segments[2]], segments[2]: [], segments[3]: [segments[0]]])
        #expect(graph.cycle(of: segments[2], mentioning: [segments[3]]) == [segments[2], segments[3], segments[0], segments[1], segments[2]])
        #expect(graph.cycle(of: segments[2], mentioning: [segments[4]]) == nil)
        #expect(graph.cycle(of: segments[4], mentioning: [segments[4]]) == [segments[4], segments[4]])
    }

    @Test("every segment stands after those it mentions")
    func order() throws {
        let mentions = [
            segments[0]: [segments[4], segments[2]], segments[1]: [segments[0]], segments[2]: [segments[3]], segments[3]: [], segments[4]: [segments[3]],
        ].mapValues(Set.init)
        let ordered = SegmentGraph(mentions).ordered
        #expect(Set(ordered) == Set(segments) && ordered.count == 5)
        for (segment, mentioned) in mentions {
            let position = try #require(ordered.firstIndex(of: segment))
            #expect(mentioned.allSatisfy { ordered.firstIndex(of: $0).map { $0 < position } ?? false })
        }
    }
}
