/// What a file holds, in one number: FNV-1a of 64 bits over every byte. Two exports of the same size are two.
enum ContentFingerprint {
    /// - Throws: ``ImportError/unreadable(path:reason:)``
    static func of(_ path: String) throws -> UInt64 {
        let source = try FileByteSource(path)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var buffer: [UInt8] = []
        while try source.read(into: &buffer) {
            buffer.withUnsafeBufferPointer { bytes in
                for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            }
            buffer.removeAll(keepingCapacity: true)
        }
        return hash
    }
}
