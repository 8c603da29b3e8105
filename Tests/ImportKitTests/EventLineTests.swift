import CommonModels
import Foundation
import Synchronization
import Testing

@testable import ImportKit

@Suite("JSON Lines of events")
struct EventLineTests {
    private func read(_ text: String, from row: Int = 1) throws -> (events: [JSONValue], rejects: [RowReject]) {
        var reader = EventLineReader(ChunkedSource(text, chunk: 11), fingerprint: 0xABC, resumingAt: row)
        var events: [JSONValue] = []
        while let event = try reader.next() { events.append(try JSONValue(parsing: event.json)) }
        return (events, reader.takeRejects())
    }

    @Test("a line is taken as it is; without messageId it gets one of the file and its place, the same every time")
    func messageIDs() throws {
        let text = """
            {"type":"track","event":"A","userId":"u","messageId":"m1"}
            {"type":"track","event":"A","userId":"u"}
            {"type":"track","event":"A","userId":"u","messageId":null}
            {"type":"track","event":"A","userId":"u","messageId":""}
            {}
            """
        let (events, rejects) = try read(text)
        #expect(events.map { $0["messageId"]?.stringValue } == ["m1", "import:abc:2", "import:abc:3", "import:abc:4", "import:abc:5"])
        #expect(try read(text, from: 3).events == Array(events[2...]))
        #expect(rejects.isEmpty)
    }

    @Test("what was sent long ago is not corrected by when it was sent")
    func oldTimes() throws {
        let text =
            #"{"type":"page","userId":"u","messageId":"m","timestamp":"2020-01-01T00:00:00Z","originalTimestamp":"2020-01-01T00:00:05Z","sentAt":"2020-01-01T00:00:06Z"}"#
        let event = try #require(try read(text).events.first)
        #expect(event["sentAt"] == .null && event["originalTimestamp"] == .null && event["timestamp"] == "2020-01-01T00:00:00Z")
        let only = #"{"type":"page","userId":"u","messageId":"m","originalTimestamp":"2020-01-01T00:00:05Z"}"#
        #expect(try read(only).events.first?["originalTimestamp"] == "2020-01-01T00:00:05Z")
    }

    @Test("a line that is no object is rejected alone")
    func badLines() throws {
        let (events, rejects) = try read("{\"a\":1}\nnull\n{\"a\":1} {}\n{\"a\":2}\n")
        #expect(events.count == 2)
        #expect(rejects.map(\.rows) == [2...2, 3...3])
        #expect(rejects.last?.text == "{\"a\":1} {}")
    }

    @Test("CSV needs a mapping, and says so")
    func csv() {
        #expect(throws: ImportError.mappingMissing(path: "a.csv")) { try FileImport(mapping: nil, paths: .init(data: "a.csv")) }
    }

    @Test("killed after any batch, the next run of the same lines completes without loss or change", arguments: 1...4)
    func resume(stop: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "maru-lines-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // a test's leftovers fail nobody
        let lines = (1...450).map { #"{"type":"track","event":"Visit","userId":"u\#($0 % 7)","properties":{"n":\#($0)}}"# }
        let paths = FileImport.Paths(data: folder.appending(path: "events.jsonl").path)
        try Data((lines.joined(separator: "\n") + "\nnonsense\n").utf8).write(to: URL(fileURLWithPath: paths.data))
        let server = MemoryServer { number, _ in number < stop ? (true, .accepted) : (number == stop, .notAllowed("killed")) }
        await #expect(throws: ImportError.self) {
            try await FileImport(mapping: nil, paths: paths, inFlight: 2).run(delivery: server, pause: { _ in })
        }
        let again = MemoryServer()
        again.store.withLock { $0.events = server.events }
        let state = try await FileImport(mapping: nil, paths: paths).run(delivery: again, pause: { _ in })
        #expect(again.events.count == 450 && state.isFinished && state.rejectedRows == 1)
        #expect(Set(again.events.values.compactMap { $0["properties"]?["n"]?.intValue }) == Set(1...450))
    }
}
