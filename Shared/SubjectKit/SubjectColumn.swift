import CommonModels
import StorageKit

/// A column as the person asking for their data is given it.
package enum SubjectColumn: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Text and numbers as they are.
    case plain(String)
    /// Microseconds, given as RFC 3339.
    case instant(String)
    /// JSON text, given as JSON.
    case json(String)

    package init(stringLiteral name: String) { self = .plain(name) }

    package var name: String {
        switch self {
        case .plain(let name), .instant(let name), .json(let name): name
        }
    }

    func value(in row: SQLRow) throws -> JSONValue {
        let value = try row.value(name)
        switch (self, value) {
        case (_, .null): return .null
        case (.instant, .integer(let microseconds)): return .string(Instant(microseconds: microseconds).rfc3339)
        case (.json, .text): return try row.json(name)
        case (_, .text(let text)): return .string(text)
        case (_, .integer(let number)): return .integer(number)
        case (_, .real(let number)): return .number(number)
        case (_, .blob(let bytes)): return .string("\(bytes.count) bytes")
        }
    }
}
