/// Who is who among the rows of a file, found in a pass of its own before the first event is made.
struct RowPeople {
    /// By row, from 0, bad ones included: the first row of the same person.
    private let firsts: [Int32]
    private let fingerprint: UInt64
    /// Rows after which is looked whether somebody wants this to stop.
    private static let rowsAtOnce = 4_096

    /// - Parameters:
    ///   - rows: at the file's first row.
    ///   - fingerprint: of the file's content.
    ///   - isStopped: asked every few thousand rows.
    /// - Throws: ``ImportError``, `CancellationError`
    init(
        _ match: ImportMapping.Match, rows: RowReader, bound: BoundMapping, fingerprint: UInt64, isStopped: () -> Bool
    ) throws {
        self.fingerprint = fingerprint
        var rows = rows
        var record = RowRecord()
        do {
            var matcher = try RecordMatcher(keys: match.keys, header: bound.columnNames)
            while try rows.next(&record) {
                if matcher.count % Self.rowsAtOnce == 0, isStopped() { throw CancellationError() }
                if bound.fault(of: &record) == nil, bound.isWanted(record) {
                    try matcher.add { record[$0] }
                } else {
                    try matcher.addBlank()
                }
            }
            firsts = matcher.people()
        } catch let failure as RecordMatcher.Failure {
            throw match.error(failure)
        }
    }

    /// Whose a row is, the first being 1; nil of a row that was not there.
    func person(of row: Int) -> String? {
        firsts.indices.contains(row - 1) ? RecordMatcher.name(of: firsts[row - 1], in: fingerprint) : nil
    }
}

extension ImportMapping.Match {
    func error(_ failure: RecordMatcher.Failure) -> ImportError {
        func problem(_ detail: String) -> ImportError {
            .invalidMapping([MappingProblem(line: 0, path: "match.keys", pointer: "/match/keys", detail: detail)])
        }
        return switch failure {
        case .noKeys: problem("needs 1 to \(MatchKey.keysMax) keys")
        case .unknownField(let name): problem("the file has no column \(name)")
        case .tooMuch(let limits): .tooMuchToMatch(limits)
        }
    }
}
