import CommonModels

/// Rows as CSV: comma, double quotes where needed, CRLF (RFC 4180). What a spreadsheet would run as a formula is shown as text.
enum CaseTable {
    static func text(_ items: [JSONValue], isFirst: Bool) -> String {
        guard let names = items.first?.objectValue?.keys else { return "" }
        var lines = isFirst ? [names.map(field).joined(separator: ",")] : []
        for item in items {
            lines.append(names.map { name in field(value(item[name] ?? .null)) }.joined(separator: ","))
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func value(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .bool, .integer, .number, .array, .object: value.serialized
        }
    }

    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=@\t\r".contains($0) } ?? false
        let shown = isFormula ? "'" + text : text
        guard shown.contains(where: { ",\"\r\n".contains($0) }) else { return shown }
        return "\"" + shown.replacing("\"", with: "\"\"") + "\""
    }
}
