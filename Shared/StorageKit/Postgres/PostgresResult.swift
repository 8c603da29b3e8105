import CLibpq
import Foundation

/// Owns one `PGresult` (text format) and reads it.
final class PostgresResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }
    var rowCount: Int { Int(PQntuples(handle)) }

    /// The command that ran, e.g. `COMMIT` or, when the server would not, `ROLLBACK`.
    var command: String { String(cString: PQcmdStatus(handle)) }

    var rowsChanged: Int { Int(atol(PQcmdTuples(handle))) }

    var failure: StorageError? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_PIPELINE_SYNC: return nil
        default:
            let state = PQresultErrorField(handle, CInt(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
            let message = PQresultErrorMessage(handle).map { String(cString: $0) } ?? ""
            return PostgresFailure.storageError(state: state, message: message)
        }
    }

    /// SQLSTATE of a failure, empty when there is none.
    var state: String { PQresultErrorField(handle, CInt(UInt8(ascii: "C"))).map { String(cString: $0) } ?? "" }

    var columns: SQLColumns {
        SQLColumns((0..<PQnfields(handle)).map { column in PQfname(handle, column).map { String(cString: $0) } ?? "" })
    }

    func forEachRow(_ body: (SQLRow) throws -> Void) rethrows {
        let columns = columns
        let types = (0..<PQnfields(handle)).map { PQftype(handle, $0) }
        for row in 0..<PQntuples(handle) {
            let values = types.indices.map { value(row: row, column: CInt($0), type: types[$0]) }
            try body(SQLRow(columns: columns, values: values))
        }
    }

    private func value(row: CInt, column: CInt, type: Oid) -> SQLValue {
        guard PQgetisnull(handle, row, column) == 0, let text = PQgetvalue(handle, row, column) else { return .null }
        let start = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
        let bytes = UnsafeBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        switch type {
        case 20, 21, 23, 26: return .integer(Self.integer(bytes))  // int8, int2, int4, oid
        case 16: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)  // bool
        case 700, 701: return .real(strtod(text, nil))  // float4, float8
        case 1700: return Self.numeric(bytes, text)
        case 17: return .blob(Self.unescaped(bytes))
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        let negative = bytes.first == UInt8(ascii: "-")
        var value: Int64 = 0
        for byte in negative ? bytes.dropFirst() : bytes[...] { value = value &* 10 &- Int64(byte &- 48) }
        return negative ? value : 0 &- value
    }

    /// `sum` of BIGINT is NUMERIC on PostgreSQL: a whole number stays one.
    private static func numeric(_ bytes: UnsafeBufferPointer<UInt8>, _ text: UnsafePointer<CChar>) -> SQLValue {
        let whole = bytes.count <= 18 && bytes.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
        return whole ? .integer(integer(bytes)) : .real(strtod(text, nil))
    }

    /// BYTEA as text: `\x` and two hexadecimal digits a byte.
    private static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte &- 48 : (byte | 0x20) &- 87 }
        return stride(from: 2, to: bytes.count - 1, by: 2).map { digit(bytes[$0]) << 4 | digit(bytes[$0 + 1]) }
    }
}
