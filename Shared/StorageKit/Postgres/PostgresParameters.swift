import Foundation

/// Arguments in the form libpq takes: text format (the server knows the type), blobs and arrays in binary.
struct PostgresParameters {
    /// All values one after the other, each ended by a NUL.
    private var bytes: [CChar] = []
    private var offsets: [Int] = []  // -1 is NULL
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    /// - Throws: ``StorageError/malformed(_:)`` for text with a NUL, which PostgreSQL cannot hold.
    init(_ values: some Sequence<SQLValue>) throws(StorageError) {
        for value in values { try append(value) }
    }

    /// One array for each column of a table of values, whose rows stand one after the other.
    init(columns: [PostgresElement], values: ArraySlice<SQLValue>) throws(StorageError) {
        for (position, element) in columns.enumerated() {
            let column = stride(from: values.startIndex + position, to: values.endIndex, by: columns.count).map { values[$0] }
            append(try PostgresArray(column, of: element))
        }
    }

    var count: Int { offsets.count }

    /// The arrays are valid inside `body` only.
    func withPointers<T>(
        _ body: (_ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<CInt>?, _ formats: UnsafePointer<CInt>?) throws
            -> T
    ) rethrows -> T {
        try bytes.withUnsafeBufferPointer { bytes in
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in
                offset < 0 ? nil : bytes.baseAddress.map { $0 + offset }
            }
            return try pointers.withUnsafeBufferPointer { pointers in
                try lengths.withUnsafeBufferPointer { lengths in
                    try formats.withUnsafeBufferPointer { formats in
                        try body(pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }

    private mutating func append(_ value: SQLValue) throws(StorageError) {
        switch value {
        case .null: append(offset: -1, length: 0, binary: false)
        case .integer(let integer): appendText(String(integer))
        case .real(let real): appendText("\(real)")
        case .text(let text):
            guard !text.utf8.contains(0) else { throw .malformed("text holds a NUL") }
            appendText(text)
        case .blob(let blob):
            let start = bytes.count
            bytes.append(contentsOf: blob.lazy.map { CChar(bitPattern: $0) })
            bytes.append(0)
            append(offset: start, length: blob.count, binary: true)
        }
    }

    private mutating func append(_ array: PostgresArray) {
        let start = bytes.count
        bytes.append(contentsOf: array.bytes)
        bytes.append(0)
        append(offset: start, length: array.bytes.count, binary: true)
    }

    private mutating func appendText(_ text: String) {
        let start = bytes.count
        var text = text
        text.withUTF8 { utf8 in utf8.withMemoryRebound(to: CChar.self) { bytes.append(contentsOf: $0) } }
        bytes.append(0)
        append(offset: start, length: bytes.count - start - 1, binary: false)
    }

    private mutating func append(offset: Int, length: Int, binary: Bool) {
        offsets.append(offset)
        lengths.append(CInt(length))
        formats.append(binary ? 1 : 0)
    }
}
