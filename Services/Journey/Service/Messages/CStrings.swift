/// NUL-terminated copies of texts, valid inside one call.
struct CStrings {
    private let bytes: [CChar]
    private let offsets: [Int?]

    init(_ texts: [String?]) {
        var bytes: [CChar] = []
        offsets = texts.map { text in
            guard let text else { return nil }
            defer { bytes.append(contentsOf: text.utf8CString) }
            return bytes.count
        }
        self.bytes = bytes + [0]
    }

    func withPointers<Answer>(_ body: ([UnsafePointer<CChar>?]) -> Answer) -> Answer {
        bytes.withUnsafeBufferPointer { buffer in
            body(offsets.map { offset in offset.flatMap { position in buffer.baseAddress.map { $0 + position } } })
        }
    }
}
