import Foundation
import ImportKit

/// Finds who is who in a CSV file, and writes it again with one more column that names the person of each row: an import
/// then takes that column as an identity, and rows of one person become one profile.
struct FileMatch {
    static let columnDefault = "person"

    /// How a match came out.
    struct Result: Hashable, Sendable {
        let rows: Int
        let people: Int
    }

    private let path: String
    private let keys: [MatchKey]

    init(path: String, keys: [MatchKey]) {
        self.path = path
        self.keys = keys
    }

    /// For each row the number of the first row of the same person, both from 0.
    /// - Throws: ``ImportError``
    func people() throws(ImportError) -> [Int32] {
        var matcher: RecordMatcher?
        try read { record throws(ImportError) in
            guard var known = matcher else {
                matcher = try self.matcher(header: (0..<record.count).map { record.text($0) })
                return
            }
            matcher = nil
            do throws(RecordMatcher.Failure) {
                try known.add { $0 < record.count ? record[$0] : [] }
            } catch {
                throw self.error(error)
            }
            matcher = known
        }
        guard let matcher else { throw .emptyFile(path: path) }
        return matcher.people()
    }

    /// Writes the file to `output` with the column `column` before the others, which names the person within this file.
    /// - Throws: ``ImportError``
    func write(to output: String, column: String) throws(ImportError) -> Result {
        let people = try people()
        let fingerprint = try contentFingerprint()
        let file = try Self.create(output)
        var lines: [UInt8] = []
        var row = -1
        func flush(_ limit: Int) throws(ImportError) {
            guard lines.count > limit else { return }
            do {
                try file.write(contentsOf: Data(lines))
            } catch {
                throw .unreadable(path: output, reason: "it cannot be written: \(error.localizedDescription)")
            }
            lines.removeAll(keepingCapacity: true)
        }
        try read { record throws(ImportError) in
            lines +=
                (row < 0 ? RowRecord.field(column, delimiter: UInt8(ascii: ",")) : RecordMatcher.name(of: people[row], in: fingerprint))
                .utf8
            lines.append(UInt8(ascii: ","))
            lines += record.text(delimiter: UInt8(ascii: ",")).utf8
            lines.append(10)
            row += 1
            try flush(ByteSources.chunkBytes)
        }
        try flush(0)
        return Result(rows: people.count, people: Set(people).count)
    }

    private func contentFingerprint() throws(ImportError) -> UInt64 {
        do {
            return try ContentFingerprint.of(path)
        } catch {
            throw error as? ImportError ?? .unreadable(path: path, reason: error.localizedDescription)
        }
    }

    private func matcher(header: [String]) throws(ImportError) -> RecordMatcher {
        do throws(RecordMatcher.Failure) {
            return try RecordMatcher(keys: keys, header: header, limits: .large)
        } catch {
            throw self.error(error)
        }
    }

    private func error(_ failure: RecordMatcher.Failure) -> ImportError {
        switch failure {
        case .unknownField(let field): .unreadable(path: path, reason: "it has no column \(field)")
        case .noKeys: .unreadable(path: path, reason: "1 to \(MatchKey.keysMax) keys are needed")
        case .tooMuch(let limits): .tooMuchToMatch(limits)
        }
    }

    private func read(_ body: (RowRecord) throws(ImportError) -> Void) throws(ImportError) {
        do {
            var reader = CSVReader(try ByteSources.open(path))
            var record = RowRecord()
            while try reader.next(&record) { try body(record) }
        } catch let error as ImportError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
    }

    private static func create(_ path: String) throws(ImportError) -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
            throw .unreadable(path: path, reason: "it cannot be written")
        }
        return file
    }
}
