import CommonModels

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
    static func append(_ fields: [BoundField], of record: RowRecord, to bytes: inout [UInt8]) throws(RowProblem) {
        var isFirst = true
        for field in fields {
            let content = field.column.map { record[$0] } ?? field.constant[...]
            if content.isEmpty { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += field.key
            guard field.append(content, to: &bytes) else {
                throw RowProblem(
                    "\(field.rule.name): '\(String(decoding: content, as: UTF8.self))' is not of type \(field.rule.kind.rawValue)")
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
        case .json:
            guard JSONBytes.isValue(content) else { return false }
            bytes += content
        case .date:
            guard let instant = rule.format?.instant(content) else { return false }
            bytes.append(UInt8(ascii: "\""))
            bytes += instant.rfc3339.utf8
            bytes.append(UInt8(ascii: "\""))
        }
        return true
    }
}
