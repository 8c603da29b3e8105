import FeedKit
import Testing

@Suite("a feed page read by a consumer")
struct FeedBatchTests {
    @Test("is refused when it is no page, or its ids do not ascend from the cursor")
    func refusal() {
        let event = { (id: String) in
            #"{"specversion":"1.0","id":"\#(id)","type":"t","source":"/s","time":"2026-01-01T00:00:00Z","data":{}}"#
        }
        #expect(throws: FeedBatchError.notAPage) { try FeedBatch(Array("{}".utf8), after: 0) }
        #expect(throws: FeedBatchError.notAPage) { try FeedBatch(Array("[{\"id\":\"1\"}]".utf8), after: 0) }
        #expect(throws: FeedBatchError.notAPage) { try FeedBatch(Array("[\(event("x"))]".utf8), after: 0) }
        #expect(throws: FeedBatchError.outOfOrder) { try FeedBatch(Array("[\(event("5"))]".utf8), after: 5) }
        #expect(throws: FeedBatchError.outOfOrder) { try FeedBatch(Array("[\(event("7")),\(event("6"))]".utf8), after: 0) }
    }
}
