/// Arguments in the form libpq takes: text format (the server knows the type), blobs and arrays in binary.
struct PostgresParameters {
    /// All values one after the other, each ended by a NUL.
    private var values = PostgresBytes()
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
            try append(binary: true) { bytes throws(StorageError) in
                try bytes.append(column: values.dropFirst(position), width: columns.count, as: element)
            }
        }
    }

    var count: Int { offsets.count }

    /// The arrays are valid inside `body` only.
    func withPointers<T>(
        _ body: (_ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<CInt>?, _ formats: UnsafePointer<CInt>?) throws
            -> T
    ) rethrows -> T {
        try values.bytes.withUnsafeBytes { bytes in
            let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in offset < 0 ? nil : start.map { $0 + offset } }
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
        case .null: note(offset: -1, length: 0, binary: false)
        case .integer(let integer): append(text: String(integer))
        case .real(let real): append(text: "\(real)")
        case .text(let text):
            guard !text.utf8.contains(0) else { throw .malformed("text holds a NUL") }
            append(text: text)
        case .blob(let blob): append(binary: true) { $0.append(contentsOf: blob) }
        }
    }

    private mutating func append(text: String) { append(binary: false) { $0.append(text: text) } }

    private mutating func append<Failure>(binary: Bool, _ write: (inout PostgresBytes) throws(Failure) -> Void) throws(Failure) {
        let start = values.bytes.count
        try write(&values)
        note(offset: start, length: values.bytes.count - start, binary: binary)
        values.append(0)
    }

    private mutating func note(offset: Int, length: Int, binary: Bool) {
        offsets.append(offset)
        lengths.append(CInt(length))
        formats.append(binary ? 1 : 0)
    }
}
