package import CommonModels

/// One row of a result; columns are read by name.
///
/// Every getter throws ``StorageError/malformed(_:)`` when the column is missing, NULL (unless the name ends in
/// `OrNull`) or of another kind: a row that does not fit its reader is a defect, not data.
package struct SQLRow: Sendable {
    private let columns: SQLColumns
    private let values: [SQLValue]

    init(columns: SQLColumns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    package func value(_ column: String) throws -> SQLValue {
        guard let position = columns.position(of: column) else { throw StorageError.malformed("no column \(column) in the result") }
        return values[position]
    }

    package func text(_ column: String) throws -> String {
        guard let text = try textOrNull(column) else { throw unexpectedNull(column) }
        return text
    }

    package func textOrNull(_ column: String) throws -> String? {
        switch try value(column) {
        case .text(let text): text
        case .null: nil
        case .integer, .real, .blob: throw mismatch(column, "text")
        }
    }

    package func integer(_ column: String) throws -> Int64 {
        guard let integer = try integerOrNull(column) else { throw unexpectedNull(column) }
        return integer
    }

    package func integerOrNull(_ column: String) throws -> Int64? {
        switch try value(column) {
        case .integer(let integer): integer
        case .null: nil
        case .real(let real):
            if let whole = Int64(exactly: real) { whole } else { throw mismatch(column, "integer") }
        case .text, .blob: throw mismatch(column, "integer")
        }
    }

    package func int(_ column: String) throws -> Int { Int(try integer(column)) }

    package func real(_ column: String) throws -> Double {
        guard let real = try realOrNull(column) else { throw unexpectedNull(column) }
        return real
    }

    package func realOrNull(_ column: String) throws -> Double? {
        switch try value(column) {
        case .real(let real): real
        case .integer(let integer): Double(integer)
        case .null: nil
        case .text, .blob: throw mismatch(column, "real")
        }
    }

    package func bool(_ column: String) throws -> Bool { try integer(column) != 0 }

    package func blob(_ column: String) throws -> [UInt8] {
        guard let blob = try blobOrNull(column) else { throw unexpectedNull(column) }
        return blob
    }

    package func blobOrNull(_ column: String) throws -> [UInt8]? {
        switch try value(column) {
        case .blob(let bytes): bytes
        case .null: nil
        case .integer, .real, .text: throw mismatch(column, "blob")
        }
    }

    package func instant(_ column: String) throws -> Instant { Instant(microseconds: try integer(column)) }

    package func instantOrNull(_ column: String) throws -> Instant? { try integerOrNull(column).map(Instant.init(microseconds:)) }

    /// The id's form was checked when it was written, so it is not checked again.
    package func id<Tag: IDTag>(_ column: String, as: TypedID<Tag>.Type = TypedID<Tag>.self) throws -> TypedID<Tag> {
        TypedID(trusted: try text(column))
    }

    package func idOrNull<Tag: IDTag>(_ column: String, as: TypedID<Tag>.Type = TypedID<Tag>.self) throws -> TypedID<Tag>? {
        try textOrNull(column).map { TypedID(trusted: $0) }
    }

    package func json(_ column: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: Array(try text(column).utf8), limits: .stored)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError.malformed("column \(column) holds no JSON")
        }
    }

    /// An enum stored as its name.
    package func name<Name: RawRepresentable<String>>(_ column: String, as: Name.Type = Name.self) throws -> Name {
        guard let name = Name(rawValue: try text(column)) else { throw StorageError.malformed("column \(column) holds an unknown name") }
        return name
    }

    private func unexpectedNull(_ column: String) -> StorageError { .malformed("column \(column) is NULL") }

    private func mismatch(_ column: String, _ kind: String) -> StorageError { .malformed("column \(column) is no \(kind)") }
}
