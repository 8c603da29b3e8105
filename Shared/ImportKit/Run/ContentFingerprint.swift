/// What a file holds, in one number: FNV-1a of 64 bits over every byte. Two exports of the same size are two.
package struct ContentFingerprint: Sendable {
    package private(set) var value: UInt64

    /// - Parameter value: of the bytes that came before.
    package init(_ value: UInt64 = 0xCBF2_9CE4_8422_2325) { self.value = value }

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var hash = value
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        value = hash
    }

    /// - Throws: ``ImportError/unreadable(path:reason:)``
    package static func of(_ path: String) throws -> UInt64 {
        let source = try FileByteSource(path)
        var fingerprint = ContentFingerprint()
        var buffer: [UInt8] = []
        while try source.read(into: &buffer) {
            buffer.withUnsafeBytes { fingerprint.add($0) }
            buffer.removeAll(keepingCapacity: true)
        }
        return fingerprint.value
    }
}
