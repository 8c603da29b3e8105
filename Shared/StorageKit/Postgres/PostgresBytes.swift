/// Values in the binary form PostgreSQL receives them in, each by its length, -1 for NULL, and its bytes. Numbers are big-endian.
struct PostgresBytes {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// Rows as `COPY … FROM STDIN (FORMAT binary)` reads them: a signature, no flags, no extension; each row's count of fields, and
    /// the fields; an end.
    /// - Throws: ``StorageError/malformed(_:)`` for a value of another type, or text with a NUL.
    init(rows values: ArraySlice<SQLValue>, of columns: [PostgresElement]) throws(StorageError) {
        bytes.reserveCapacity(32 * values.count)
        bytes.append(contentsOf: "PGCOPY\n\u{FF}\r\n\0".unicodeScalars.lazy.map { UInt8(truncatingIfNeeded: $0.value) })
        for _ in 0..<2 { append(0 as Int32) }
        var position = values.startIndex
        while position < values.endIndex {
            append(Int16(columns.count))
            for element in columns {
                try append(values[position], as: element)
                position += 1
            }
        }
        append(-1 as Int16)
    }

    /// Adds a column of rows, as `array_recv` reads it: one dimension, whether there are NULLs, the type of the elements, how many,
    /// the first index; then the elements.
    /// - Parameters:
    ///   - values: rows, one after the other, each with `width` values; the column begins with the first of them.
    /// - Throws: ``StorageError/malformed(_:)`` for a value of another type, or text with a NUL.
    mutating func append(
        column values: ArraySlice<SQLValue>, width: Int, as element: PostgresElement
    ) throws(StorageError) {
        let count = (values.count + width - 1) / width
        for number: Int32 in [count == 0 ? 0 : 1, 1, element.oid] { append(number) }
        guard count > 0 else { return }
        for number in [Int32(count), 1] { append(number) }
        for position in stride(from: values.startIndex, to: values.endIndex, by: width) { try append(values[position], as: element) }
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func append(contentsOf other: [UInt8]) { bytes.append(contentsOf: other) }
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    private mutating func append(_ value: SQLValue, as element: PostgresElement) throws(StorageError) {
        switch (element, value) {
        case (_, .null): append(-1 as Int32)
        case (.text, .text(var text)):
            let hasNUL = text.withUTF8 { utf8 in
                append(Int32(utf8.count))
                bytes.append(contentsOf: utf8)
                return utf8.contains(0)
            }
            if hasNUL { throw .malformed("text holds a NUL") }
        case (.integer, .integer(let integer)):
            append(8 as Int32)
            append(integer)
        case (.real, .real(let real)):
            append(8 as Int32)
            append(real.bitPattern)
        case (.real, .integer(let integer)):
            append(8 as Int32)
            append(Double(integer).bitPattern)
        case (.blob, .blob(let blob)):
            append(Int32(blob.count))
            bytes.append(contentsOf: blob)
        default: throw .malformed("a value is no \(element.arrayType.dropLast(2))")
        }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
