import CommonModels
import Foundation
import Testing

@testable import ImportKit

@Suite("Rows of JSON Lines")
struct JSONLinesTests {
    private static let mapping = """
        source: crm
        event: { name: Ticket Closed }
        messageId: "crm:{ticket.id}"
        userId: "{customer.id|integer}"
        timestamp: { column: closed_at }
        where: [{ column: kind, isNot: spam }]
        properties:
          subject: { column: ticket.subject }
          first_tag: { column: tags.0 }
          tags: { column: tags, type: json }
          minutes: { column: minutes, type: decimal }
          vip: { column: customer.is_vip, type: boolean }
        """

    private func read(_ text: String, chunk: Int = 7, resuming state: ImportState = .fresh) throws -> (
        events: [JSONValue], rejects: [RowReject]
    ) {
        var reader = try EventReader(
            format: .jsonLines, mapping: try ImportMapping(yaml: Self.mapping), path: "t.jsonl", resuming: state
        ) { ChunkedSource(text, chunk: chunk) }
        var events: [JSONValue] = []
        while let event = try reader.next() { events.append(try JSONValue(parsing: event.json)) }
        return (events, reader.takeRejects())
    }

    private func line(_ id: Int, _ more: String = "") -> String {
        #"{"ticket": {"id": "t\#(id)", "subject": "Späte \"Lieferung\" \u00e9\n"}, "customer": {"id": 17850.0, "is_vip": true}, "closed_at": "2026-03-01T09:00:00+09:00", "tags": ["late", {"a": 1}], "minutes": 12.5, "kind": null\#(more)}"#
    }

    @Test("members are found by dotted paths, whatever the bytes they come in", arguments: [1, 7, 100_000])
    func paths(chunk: Int) throws {
        let (events, rejects) = try read("\u{FEFF}" + line(1) + "\r\n\n   \n" + line(2), chunk: chunk)
        #expect(rejects.isEmpty)
        #expect(events.count == 2)
        let expected: JSONValue = [
            "type": "track", "event": "Ticket Closed", "messageId": "crm:t1", "userId": "17850", "timestamp": "2026-03-01T00:00:00Z",
            "properties": [
                "subject": "Späte \"Lieferung\" é\n", "first_tag": "late", "tags": ["late", ["a": 1]], "minutes": 12.5, "vip": true,
            ],
        ]
        #expect(events.first == expected)
    }

    @Test("a member whose own name holds the dots counts as well")
    func dottedName() throws {
        let flat = #"{"ticket.id": "t9", "customer.id": 4, "closed_at": "2026-03-01T00:00:00Z"}"#
        #expect(try read(flat).events.first?["messageId"] == "crm:t9")
    }

    @Test("a line that is no object is rejected alone, with its text")
    func badLines() throws {
        let (events, rejects) = try read(line(1) + "\n{\"ticket\": \n[1]\n" + line(2) + "\n" + line(3, ",\"minutes\":\"many\"") + "\n")
        #expect(events.compactMap { $0["messageId"]?.stringValue } == ["crm:t1", "crm:t2"])
        #expect(rejects.map(\.rows) == [2...2, 3...3, 5...5])
        #expect(rejects[0].text == "{\"ticket\":" && rejects[0].reason.contains("is not a JSON object"))
        #expect(rejects[2].reason.contains("'many' is not of type decimal"))
    }

    @Test("rows that are not meant are left out, rows already imported are passed over")
    func leftOut() throws {
        let text = line(1) + "\n" + line(2, ",\"kind\":\"spam\"") + "\n" + line(3) + "\n"
        #expect(try read(text).events.count == 2)
        var state = ImportState.fresh
        state.resumeRow = 2
        #expect(try read(text, resuming: state).events.compactMap { $0["messageId"]?.stringValue } == ["crm:t3"])
    }

    @Test("a line without end is refused, not kept in memory")
    func endlessLine() throws {
        let text = "{\"a\":\"" + String(repeating: "x", count: LineReader.lineBytesMax + 10)
        #expect(throws: ImportError.lineTooLong(row: 1)) { try read(text, chunk: 100_000) }
    }

    @Test(
        "the format is told from the name",
        arguments: [("a.jsonl", ImportFormat.jsonLines), ("A.NDJSON.GZ", .jsonLines), ("a.csv.gz", .csv), ("a.txt", .csv)])
    func format(name: String, format: ImportFormat) { #expect(ImportFormat(fileName: name) == format) }
}
