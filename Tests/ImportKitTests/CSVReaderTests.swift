import Testing

@testable import ImportKit

@Suite("CSV reader")
struct CSVReaderTests {
    @Test("quotes, doubled quotes, delimiters and line ends inside quotes are content", arguments: [1, 2, 3, 7, 4_096])
    func quoting(chunk: Int) throws {
        let text = "a,b,c\r\n\"x,1\",\"say \"\"hi\"\"\",\"two\nlines\"\n"
        #expect(try rows(text, chunk: chunk) == [["a", "b", "c"], ["x,1", "say \"hi\"", "two\nlines"]])
    }

    @Test("a byte order mark, blank lines and a missing last line end do not matter", arguments: [1, 5, 4_096])
    func edges(chunk: Int) throws {
        #expect(try rows("\u{FEFF}a;b\n\n\r\n1;\n;2", chunk: max(chunk, 3), delimiter: ";") == [["a", "b"], ["1", ""], ["", "2"]])
    }

    @Test("CR alone and CRLF across two chunks end one row", arguments: [1, 2, 3, 4])
    func lineEnds(chunk: Int) throws {
        #expect(try rows("a\r\nb\rc\n", chunk: chunk) == [["a"], ["b"], ["c"]])
    }

    @Test("text after a closing quote and quotes inside plain fields are kept")
    func strayQuotes() throws {
        #expect(try rows("\"a\"b,c\"d\n") == [["ab", "c\"d"]])
    }

    @Test("a quote that is never closed is an error once the record is too long")
    func unclosedQuote() throws {
        let text = "a\n\"" + String(repeating: "x", count: CSVReader.recordBytesMax + 10)
        #expect(throws: ImportError.recordTooLong(row: 1)) { try rows(text, chunk: 65_536) }
    }

    @Test("any text survives writing and reading, whatever the chunk size", arguments: 0..<40)
    func roundTrip(seed: Int) throws {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let alphabet = ["a", "가", ",", "\"", "\n", "\r", " ", "é", "0"]
        let expected = (0...next(6)).map { _ in
            ["k"] + (0..<3).map { _ in (0..<next(6)).map { _ in alphabet[next(alphabet.count)] }.joined() }
        }
        let text = expected.map { $0.map(RowRecord.quoted).joined(separator: ",") }.joined(separator: "\n")
        #expect(try rows(text, chunk: 1 + next(9)) == expected, "seed \(seed)")
    }
}
