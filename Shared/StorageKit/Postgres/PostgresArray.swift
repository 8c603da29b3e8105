/// One array in the binary form `array_recv` reads: dimensions (one), whether there are NULLs, the type of the elements, how
/// many, the first index; then each element's length, -1 for NULL, and its bytes. Numbers are big-endian.
struct PostgresArray {
    private(set) var bytes: [CChar] = []
    private let element: PostgresElement

    /// - Throws: ``StorageError/malformed(_:)`` for a value of another type, or text with a NUL.
    init(_ values: some Collection<SQLValue>, of element: PostgresElement) throws(StorageError) {
        self.element = element
        for number: Int32 in [values.isEmpty ? 0 : 1, 1, element.oid] { append(number) }
        guard !values.isEmpty else { return }
        for number in [Int32(values.count), 1] { append(number) }
        for value in values { try append(value) }
    }

    private mutating func append(_ value: SQLValue) throws(StorageError) {
        switch (element, value) {
        case (_, .null): append(-1 as Int32)
        case (.text, .text(var text)):
            let hasNUL = text.withUTF8 { utf8 in
                append(Int32(utf8.count))
                utf8.withMemoryRebound(to: CChar.self) { bytes.append(contentsOf: $0) }
                return utf8.contains(0)
            }
            if hasNUL { throw .malformed("text holds a NUL") }
        case (.integer, .integer(let integer)):
            append(8 as Int32)
            append(UInt64(bitPattern: integer))
        case (.real, .real(let real)):
            append(8 as Int32)
            append(real.bitPattern)
        case (.real, .integer(let integer)):
            append(8 as Int32)
            append(Double(integer).bitPattern)
        case (.blob, .blob(let blob)):
            append(Int32(blob.count))
            bytes.append(contentsOf: blob.lazy.map { CChar(bitPattern: $0) })
        default: throw .malformed("a value is no \(element.arrayType.dropLast(2))")
        }
    }

    private mutating func append(_ number: Int32) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0.lazy.map { CChar(bitPattern: $0) }) }
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0.lazy.map { CChar(bitPattern: $0) }) }
    }
}
