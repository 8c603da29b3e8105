import CommonModels
import Testing

@testable import ImportKit

@Suite("Rows become events")
struct EventReaderTests {
    private func read(_ body: String) throws -> (events: [JSONValue], rejects: [RowReject], counts: RowCounts) {
        var reader = try Samples.reader(Samples.header + body)
        var events: [JSONValue] = []
        while let event = try reader.next() { events.append(try JSONValue(parsing: event.json)) }
        return (events, reader.takeRejects(), reader.counts)
    }

    @Test("rows that began no event finish none when an import goes on after them")
    func resumedAfterBadRows() throws {
        let rows = (1...3).map { "\($0),2026-03-01 10:00,1,1,1,A\n" } + ["K,2026-03-01 10:00,1,many,1,A\n", "K,2026-03-01 10:00,1,1,1,B\n"]
        var state = ImportState.fresh
        state.resumeRow = 5
        var reader = try Samples.reader(Samples.header + rows.joined(), resuming: state)
        let event = try #require(try reader.next())
        #expect(try JSONValue(parsing: event.json)["properties"]?["order_id"] == "K")
        #expect(reader.takeRejects().isEmpty)
    }

    @Test("rows without any of what they are grouped by are no event, and one that grows too large takes no more memory")
    func hostileGroups() throws {
        var reader = try Samples.reader(Samples.header + ",2026-03-01 10:00,1,1,1,A\n,2026-03-01 10:00,1,1,1,B\n")
        #expect(try reader.next() == nil)
        #expect(reader.takeRejects().map(\.reason) == ["all columns of groupBy are empty", "all columns of groupBy are empty"])
        let many = (0..<20_000).map { "1,2026-03-01 10:00,1,1,1,sku-\($0)\n" }.joined()
        var grown = try Samples.reader(Samples.header + many)
        #expect(try grown.next() == nil)
        #expect(grown.takeRejects().map(\.rows) == [1...20_000])
        let group = EventGroup(key: [1], row: 1, head: [], totalCount: 0)
        for row in 1...50_000 { try group.add(row: row, item: Array(repeating: 65, count: 100), amounts: []) }
        let mapping = try BoundMapping(try ImportMapping(yaml: Samples.ordersYAML.replacing("totals:", with: "# totals:")), header: nil)
        #expect(group.event(mapping).json.count < 2 * EventReader.eventBytesMax)
    }

    @Test("lines of one order are one event with an exact total")
    func grouping() throws {
        let (events, rejects, _) = try read(
            "1,2026-03-01 09:00,17850.0,3,2.555,A\n1,2026-03-01 09:01,17850.0,-1,2,\"B \"\"x\"\"\"\n1,2026-03-01 09:01,17850.0,1,0.001,\n")
        let expected: JSONValue = [
            "type": "track", "event": "Order Completed", "messageId": "shop:1", "userId": "17850", "timestamp": "2026-03-01T00:00:00Z",
            "properties": [
                "order_id": "1", "currency": "KRW", "revenue": 7.67,
                "products": [
                    ["sku": "A", "quantity": 3, "price": 2.555], ["sku": "B \"x\"", "quantity": -1, "price": 2],
                    ["quantity": 1, "price": 0.001],
                ],
            ],
        ]
        #expect(events == [expected])
        #expect(rejects.isEmpty)
    }

    @Test("an order without customer is anonymous, a cancelled one is a refund")
    func kinds() throws {
        let (events, _, _) = try read("C2,2026-03-01 09:00,,-3,2,A\n")
        #expect(events.first?["event"] == "Order Refunded")
        #expect(events.first?["anonymousId"] == "shop:C2")
        #expect(events.first?["userId"] == nil)
    }

    @Test("lines that other orders interrupt within the window stay together")
    func window() throws {
        let (events, rejects, _) = try read(
            "1,2026-03-01 09:00,1,1,1,A\n2,2026-03-01 09:00,2,1,1,B\n1,2026-03-01 09:00,1,1,1,C\n3,2026-03-01 09:00,3,1,1,D\n")
        #expect(events.compactMap { $0["messageId"]?.stringValue }.sorted() == ["shop:1", "shop:2", "shop:3"])
        let first = events.first { $0["messageId"] == "shop:1" }
        #expect(first?["properties"]?["products"]?.arrayValue?.count == 2)
        #expect(rejects.isEmpty)
    }

    @Test("a line that comes after the window is rejected with advice, never sent as a second event")
    func tooLate() throws {
        let filler = (2...6).map { "\($0),2026-03-01 09:00,2,1,1,B\n" }.joined()
        let (events, rejects, counts) = try read("1,2026-03-01 09:00,1,1,1,A\n" + filler + "1,2026-03-01 09:00,1,1,1,C\n")
        #expect(events.count == 6)
        #expect(rejects.map(\.rows) == [7...7])
        #expect(rejects.first?.reason.contains("raise groupBy.window") == true)
        #expect(counts.rejected == 1)
    }

    @Test(
        "a bad row is rejected with its reason and the rest goes on",
        arguments: [
            ("1,2026-03-01 09:00,1,one,1,A", "'one' is not"), ("1,2026-02-30 09:00,1,1,1,A", "is not a time"),
            ("1,2026-03-01 09:00,1.5,1,1,A", "not a whole number"),
            ("1,2026-03-01", "has 2 fields"), (",2026-03-01 09:00,1,1,1,A", "columns of groupBy are empty"),
            ("1,2026-03-01 09:00,1,1,1e9,A", "not a number"),
        ])
    func badRow(row: String, reason: String) throws {
        let (events, rejects, counts) = try read(row + "\n9,2026-03-01 09:00,9,1,1,Z\n")
        #expect(events.compactMap { $0["messageId"]?.stringValue } == ["shop:9"])
        #expect(rejects.count == 1)
        #expect(rejects.first?.reason.contains(reason) == true, "\(rejects)")
        #expect(rejects.first?.text == row)
        #expect(counts.read == 2)
    }

    @Test("a local time is read in the zone of the mapping, clock change included")
    func zones() throws {
        let yaml = Samples.ordersYAML.replacing("Asia/Seoul", with: "Europe/London")
        var reader = try EventReader(mapping: try ImportMapping(yaml: yaml), path: "x", resuming: .fresh) {
            ChunkedSource(Samples.header + "1,2011-03-27 12:00,1,1,1,A\n2,2011-03-26 12:00,1,1,1,A\n")
        }
        #expect(try reader.next().map { try JSONValue(parsing: $0.json)["timestamp"] } == "2011-03-27T11:00:00Z")
        #expect(try reader.next().map { try JSONValue(parsing: $0.json)["timestamp"] } == "2011-03-26T12:00:00Z")
    }
}
