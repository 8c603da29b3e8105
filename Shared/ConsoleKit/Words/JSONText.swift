package import CommonModels

/// JSON set out for reading and editing: two spaces a level.
package enum JSONText {
    package static func pretty(_ value: JSONValue) -> String { pretty(value, indent: "") }

    private static func pretty(_ value: JSONValue, indent: String) -> String {
        let inner = indent + "  "
        switch value {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(JSONValue.string($0.key).serialized): \(pretty($0.value, indent: inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + pretty($0, indent: inner) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .null, .bool, .integer, .number, .string, .array, .object:
            return value.serialized
        }
    }
}
