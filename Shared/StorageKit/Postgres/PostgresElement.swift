/// What an array of values is made of: the types our tables have.
enum PostgresElement: Sendable, Hashable {
    case text, integer, real, blob

    /// - Returns: nil for a type no table of ours has.
    init?(typeName: String) {
        switch typeName {
        case "text": self = .text
        case "bigint": self = .integer
        case "double precision": self = .real
        case "bytea": self = .blob
        default: return nil
        }
    }

    /// Of keys, all of one type.
    init(_ value: SQLValue?) {
        switch value {
        case .integer: self = .integer
        case .real: self = .real
        case .blob: self = .blob
        case .text, .null, nil: self = .text
        }
    }

    var arrayType: String {
        switch self {
        case .text: "text[]"
        case .integer: "bigint[]"
        case .real: "double precision[]"
        case .blob: "bytea[]"
        }
    }

    /// As in pg_type.
    var oid: Int32 {
        switch self {
        case .text: 25
        case .integer: 20
        case .real: 701
        case .blob: 17
        }
    }
}
