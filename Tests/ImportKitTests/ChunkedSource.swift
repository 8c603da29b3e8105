@testable import ImportKit

/// Bytes handed out a few at a time, so that records fall across chunks.
final class ChunkedSource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private let chunk: Int
    private(set) var consumedBytes = 0

    init(_ text: String, chunk: Int = 3) {
        rest = Array(text.utf8)[...]
        self.chunk = chunk
    }

    func read(into buffer: inout [UInt8]) -> Bool {
        let part = rest.prefix(chunk)
        buffer.append(contentsOf: part)
        rest = rest.dropFirst(part.count)
        consumedBytes += part.count
        return !part.isEmpty
    }
}

/// Every row of a text, field by field.
func rows(_ text: String, chunk: Int = 3, delimiter: Character = ",") throws -> [[String]] {
    var reader = CSVReader(ChunkedSource(text, chunk: chunk), delimiter: delimiter.asciiValue ?? 0)
    var record = RowRecord()
    var result: [[String]] = []
    while try reader.next(&record) { result.append((0..<record.count).map { record.text($0) }) }
    return result
}
