/// Who is who among the rows of a file, found in a pass of its own before the first event is made.
struct RowPeople {
    /// By row, from 0, bad ones included: the first row of the same person.
    private let firsts: [Int32]

    /// - Parameter rows: at the file's first row.
    /// - Throws: ``ImportError``
    init(_ match: ImportMapping.Match, rows: RowReader, bound: BoundMapping) throws {
        var rows = rows
        var record = RowRecord()
        do {
            var matcher = try RecordMatcher(keys: match.keys, header: bound.columnNames)
            while try rows.next(&record) {
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

    /// Whose a row is: the number of that person's first row, both from 1.
    func person(of row: Int) -> Int { firsts.indices.contains(row - 1) ? Int(firsts[row - 1]) + 1 : row }
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
