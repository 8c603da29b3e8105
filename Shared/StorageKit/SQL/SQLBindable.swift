package import CommonModels

/// A value that can stand for a `$n` parameter.
package protocol SQLBindable: Sendable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
    package var sqlValue: SQLValue { self }
}

extension Int: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLBindable {
    package var sqlValue: SQLValue { .real(self) }
}

/// 0 or 1 in a BIGINT column.
extension Bool: SQLBindable {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLBindable {
    package var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLBindable {
    package var sqlValue: SQLValue { .blob(self) }
}

/// Microseconds since 1970 UTC.
extension Instant: SQLBindable {
    package var sqlValue: SQLValue { .integer(microseconds) }
}

extension TypedID: SQLBindable {
    package var sqlValue: SQLValue { .text(rawValue) }
}

/// Compact JSON text.
extension JSONValue: SQLBindable {
    package var sqlValue: SQLValue { .text(serialized) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// An enum of ours declares `SQLBindable` and is stored as its name.
extension SQLBindable where Self: RawRepresentable, RawValue == String {
    package var sqlValue: SQLValue { .text(rawValue) }
}
