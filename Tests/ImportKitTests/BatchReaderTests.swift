import Foundation
import Testing

@testable import ImportKit

@Suite("Batches of rows that give no event")
struct BatchReaderTests {
    private func batches(_ text: String, format: ImportFormat, mapping: ImportMapping? = nil) throws -> BatchReader {
        BatchReader(
            try EventSource(format: format, mapping: mapping, path: "rows", resuming: .fresh) { ChunkedSource(text, chunk: 65_536) })
    }

    @Test("what was refused is handed over before it grows, however many bad rows follow one another")
    func refused() throws {
        var batches = try batches(String(repeating: "nonsense\n", count: 60_000) + "{\"type\":\"track\"}\n", format: .jsonLines)
        var (held, rows, events, last) = (0, 0, 0, 0)
        while let batch = try batches.next() {
            held = max(held, batch.rejects.reduce(0) { $0 + $1.bytes })
            rows += batch.rejects.count
            events += batch.events.count
            #expect(batch.counts.read - last <= BatchReader.rowsMax)
            last = batch.counts.read
        }
        #expect(held <= BatchReader.rejectBytesMax + 1_000, "one row more at most")
        #expect(rows == 60_000 && events == 1 && last == 60_001)
    }

    @Test("rows of a mapping are refused in the same steps")
    func mapped() throws {
        let row = "1,2026-03-01 10:10,100.0,many,9,bad\n"
        var batches = try batches(Samples.header + String(repeating: row, count: 40_000), format: .csv, mapping: Samples.orders())
        var (held, rows) = (0, 0)
        while let batch = try batches.next() {
            held = max(held, batch.rejects.reduce(0) { $0 + $1.bytes })
            rows += batch.rejects.count
        }
        #expect(held > 0 && held <= BatchReader.rejectBytesMax + 1_000 && rows == 40_000)
    }

    @Test("rows that are left out end a batch as well, and none is lost between two")
    func leftOut() throws {
        let yaml = """
            source: shop
            event: { name: N }
            messageId: "{id}"
            userId: "{id}"
            timestamp: { column: at }
            where: [{ column: id, startsWith: C }]
            """
        let rows = String(repeating: "A,2026-03-01T09:00:00Z\n", count: 120_000) + "C1,2026-03-01T09:00:00Z\n"
        var batches = try batches("id,at\n" + rows, format: .csv, mapping: ImportMapping(yaml: yaml))
        var read: [Int] = []
        var resume: [Int] = []
        var events = 0
        while let batch = try batches.next() {
            read.append(batch.counts.read)
            resume.append(batch.resumeRow)
            events += batch.events.count
        }
        #expect(read == [50_000, 100_000, 120_001] && resume == [50_001, 100_001, 120_002])
        #expect(events == 1)
    }

    @Test("a file that inflates past all measure is not read to its end")
    func inflation() throws {
        // `gzip` of two million line feeds: 1,973 bytes.
        let head: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF, 0xED, 0xC1, 0x31, 1, 0, 0, 0, 0xC2, 0xA0, 0x7F, 0xFD, 3, 0x1B, 0x44, 0xA0, 0,
        ]
        let tail: [UInt8] = [0x80, 0x37, 3, 2, 0x63, 0x85, 0xED, 0x80, 0x84, 0x1E, 0]
        let file = FileManager.default.temporaryDirectory.appending(path: "maru-inflation-\(UUID().uuidString).gz")
        try Data(head + [UInt8](repeating: 0, count: 1_936) + tail).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // a test's leftovers fail nobody
        let source = try ByteSources.open(file.path)
        var bytes: [UInt8] = []
        #expect(throws: ImportError.inflatesTooFar(path: file.path)) { while try source.read(into: &bytes) {} }
        #expect(!bytes.isEmpty && bytes.count <= 1_973 * 201 && bytes.allSatisfy { $0 == 10 })
    }

    @Test(
        "what begins like a formula is text in the file of refused rows",
        arguments: [("=1+1", "'=1+1"), ("+82", "'+82"), ("-x", "'-x"), ("@a", "'@a"), ("a=1", "a=1"), ("", "")])
    func formulas(content: String, cell: String) {
        #expect(RejectFile.line(1, 2, reason: "why", content: content) == "1,2,why,\(cell)\n")
    }
}
