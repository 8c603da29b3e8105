import CommonModels
import Foundation

/// Where a database is: `sqlite:///absolute/path`, `sqlite:relative/path` or `postgres://user@host:port/name?schema=s`.
///
/// `schema` names the PostgreSQL schema that holds the tables (made when absent), so services can share one server
/// and never each other's tables; every other query item goes to libpq as it is.
package enum DatabaseURL: Sendable, Hashable {
    case sqlite(path: String)
    case postgres(connection: String, schema: String?)

    package static let schemaLengthMax = schemaShape.lengthMax  // characters
    private static let schemaShape = WordShape(upTo: 60, opening: .letterOrDigit, marks: "_")

    /// - Returns: nil for any other scheme, an empty path, or a schema that is no plain lower-case name.
    package init?(_ text: String) {
        if text.hasPrefix("sqlite:") {
            var path = String(text.dropFirst("sqlite:".count))
            if path.hasPrefix("//") { path = String(path.dropFirst(2)) }
            guard !path.isEmpty, path != "/" else { return nil }
            self = .sqlite(path: path)
            return
        }
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else { return nil }
        guard let mark = text.firstIndex(of: "?") else {
            self = .postgres(connection: text, schema: nil)
            return
        }
        var schema: String?
        var items: [Substring] = []
        for item in text[text.index(after: mark)...].split(separator: "&") {
            if item.hasPrefix("schema=") { schema = String(item.dropFirst("schema=".count)) } else { items.append(item) }
        }
        if let schema, !Self.schemaShape.holds(schema) { return nil }
        let connection = text[..<mark] + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
        self = .postgres(connection: String(connection), schema: schema)
    }

    package var engine: SQLEngine {
        switch self {
        case .sqlite: .sqlite
        case .postgres: .postgres
        }
    }
}
