import Foundation

/// A CSV file with one line per refused row: row numbers, reason, the row itself.
package final class RejectFile {
    package static let header = "row,last_row,reason,content\n"
    private let path: String
    private var handle: FileHandle?
    /// Rows of the lines that were kept.
    package private(set) var keptRows = 0

    /// Keeps the lines of rows before `resumeRow` and drops the others, which will be judged again.
    /// - Throws: ``ImportError/unreadable(path:reason:)``
    package init(_ path: String, resumeRow: Int) throws(ImportError) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            var kept: [UInt8] = []
            if resumeRow > 1 {
                var reader = CSVReader(try ByteSources.open(path))
                var record = RowRecord()
                while try reader.next(&record) {
                    if let row = Int(record.text(0)), let lastRow = Int(record.text(1)) {
                        if row >= resumeRow { continue }
                        keptRows += lastRow - row + 1
                    }
                    kept += record.text(delimiter: UInt8(ascii: ",")).utf8
                    kept.append(10)
                }
            }
            if kept.isEmpty {
                try FileManager.default.removeItem(atPath: path)
            } else {
                try Data(kept).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        } catch {
            throw ImportError.unreadable(path: path, reason: "the reject file cannot be continued: \(error)")
        }
    }

    /// A line of the file. Programs that show tables take a cell that begins like a formula for one; an apostrophe before it
    /// makes it text.
    package static func line(_ first: Int, _ last: Int, reason: String, content: String) -> String {
        "\(first),\(last),\(cell(reason)),\(cell(content))\n"
    }

    private static func cell(_ text: String) -> String {
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        return RowRecord.field(isFormula ? "'" + text : text, delimiter: UInt8(ascii: ","))
    }

    /// - Throws: ``ImportError/unreadable(path:reason:)``
    package func append(_ rejects: [RowReject]) throws(ImportError) {
        if rejects.isEmpty { return }
        let lines = rejects.map { reject in
            Self.line(reject.rows.lowerBound, reject.rows.upperBound, reason: reject.reason, content: reject.text)
        }
        do {
            if handle == nil { try open() }
            try handle?.write(contentsOf: Data(lines.joined().utf8))
        } catch {
            throw ImportError.unreadable(path: path, reason: "the reject file cannot be written: \(error.localizedDescription)")
        }
    }

    private func open() throws {
        if !FileManager.default.fileExists(atPath: path) { try Data(RejectFile.header.utf8).write(to: URL(fileURLWithPath: path)) }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        self.handle = handle
    }

    deinit { try? handle?.close() }
}
