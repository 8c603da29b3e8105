/// Prometheus text format 0.0.4 in the making.
package struct MetricText: Sendable {
    package private(set) var text = ""

    package init() {}

    package mutating func type(_ name: String, _ kind: MetricKind) {
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    package mutating func sample(_ name: String, _ labels: String, _ value: Double) {
        text += name
        if !labels.isEmpty { text += "{\(labels)}" }
        text += " \(Self.number(value))\n"
    }

    /// A label value with backslash, quote and newline escaped.
    package static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        return value.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }

    /// Letters, digits and underscore; anything else, such as the dots of swift-metrics names, becomes an underscore.
    package static func sanitizedName(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return whole.description }
        return value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : value.description
    }
}
