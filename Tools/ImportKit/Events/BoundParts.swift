import CommonModels

/// A condition with the position of its column.
struct BoundCondition {
    let column: Int
    let condition: RowCondition

    func holds(_ record: CSVRecord) -> Bool { condition.holds(record[column]) }
}

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
    func text(_ record: CSVRecord) throws(RowProblem) -> [UInt8]? {
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

/// A member of properties or of an item with the position of its column.
struct BoundField {
    private let rule: FieldRule
    private let key: [UInt8]
    private let column: Int?
    private let constant: [UInt8]

    init(_ rule: FieldRule, _ bind: (String) -> Int) {
        self.rule = rule
        key = JSONBytes.string(rule.name) + [UInt8(ascii: ":")]
        switch rule.origin {
        case .column(let name):
            column = bind(name)
            constant = []
        case .constant(let text):
            column = nil
            constant = Array(text.utf8)
        }
    }

    /// Appends every member that has a value.
    /// - Throws: ``RowProblem`` when a value is not of its type.
    static func append(_ fields: [BoundField], of record: CSVRecord, to bytes: inout [UInt8]) throws(RowProblem) {
        var isFirst = true
        for field in fields {
            let content = field.column.map { record[$0] } ?? field.constant[...]
            if content.isEmpty { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += field.key
            guard field.append(content, to: &bytes) else {
                throw RowProblem("\(field.rule.name): '\(String(decoding: content, as: UTF8.self))' is not of type \(field.rule.kind.rawValue)")
            }
        }
    }

    private func append(_ content: ArraySlice<UInt8>, to bytes: inout [UInt8]) -> Bool {
        switch rule.kind {
        case .text:
            JSONBytes.append(string: content, to: &bytes)
        case .integer:
            guard let whole = DecimalBytes(content)?.whole else { return false }
            bytes += whole.description.utf8
        case .decimal:
            guard let number = DecimalBytes(content) else { return false }
            if JSONBytes.isNumber(content) {
                bytes += content
            } else {
                bytes += DecimalText.text(number.mantissa, digits: number.digits).utf8
            }
        case .boolean:
            switch String(decoding: content, as: UTF8.self).lowercased() {
            case "true", "yes", "y", "1", "t": bytes += "true".utf8
            case "false", "no", "n", "0", "f": bytes += "false".utf8
            default: return false
            }
        case .date:
            guard let instant = rule.format?.instant(content) else { return false }
            bytes += "\"\(instant.rfc3339)\"".utf8
        }
        return true
    }
}

/// A sum over rows with the positions of its columns.
struct BoundTotal {
    let rule: ImportMapping.Total
    private let factors: [Int]
    private let conditions: [BoundCondition]

    init(_ rule: ImportMapping.Total, factors: [Int], conditions: [BoundCondition]) {
        self.rule = rule
        self.factors = factors
        self.conditions = conditions
    }

    /// What this row adds, in units of the last digit.
    /// - Throws: ``RowProblem`` when a factor is no number or the amount does not fit.
    func amount(_ record: CSVRecord) throws(RowProblem) -> Int64 {
        guard conditions.allSatisfy({ $0.holds(record) }) else { return 0 }
        var product = DecimalBytes(mantissa: rule.negated ? -1 : 1, digits: 0)
        for column in factors {
            guard let factor = DecimalBytes(record[column]) else {
                throw RowProblem("\(rule.name): '\(record.text(column))' is not a number")
            }
            guard let next = product.times(factor) else { throw RowProblem("\(rule.name): the amount is too large") }
            product = next
        }
        guard let amount = product.rounded(digits: rule.digits) else { throw RowProblem("\(rule.name): the amount is too large") }
        return amount
    }
}
