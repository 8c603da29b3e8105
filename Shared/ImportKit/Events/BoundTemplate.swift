import CommonModels

/// A template with the positions of its columns.
struct BoundTemplate {
    private enum Part {
        case literal([UInt8])
        case column(Int, TextTemplate.Change?, name: String)
    }

    private let parts: [Part]

    init(_ template: TextTemplate, _ bind: (String) -> Int) {
        parts = template.parts.map { part in
            switch part {
            case .literal(let bytes): .literal(bytes)
            case .column(let name, let change): .column(bind(name), change, name: name)
            }
        }
    }

    /// - Returns: nil when a column is empty.
    /// - Throws: ``RowProblem`` when a column that must be whole is not.
    func text(_ record: RowRecord) throws(RowProblem) -> [UInt8]? {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let literal): bytes += literal
            case .column(let column, let change, let name):
                let content = record[column]
                if content.isEmpty { return nil }
                switch change {
                case nil: bytes += content
                case .integer:
                    guard let whole = DecimalBytes(content)?.whole else {
                        throw RowProblem("\(name): '\(record.text(column))' is not a whole number")
                    }
                    bytes += whole.description.utf8
                case .lower: bytes += record.text(column).lowercased().utf8
                case .upper: bytes += record.text(column).uppercased().utf8
                case .trim:
                    let trimmed = record.text(column).trimmingSpaces()
                    if trimmed.isEmpty { return nil }
                    bytes += trimmed.utf8
                }
            }
        }
        return bytes
    }
}
