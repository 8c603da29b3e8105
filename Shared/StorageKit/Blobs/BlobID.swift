import Crypto

/// SHA-256 of a blob's content, 64 lower-case hexadecimal digits.
package struct BlobID: Hashable, Sendable, LosslessStringConvertible {
    package let description: String

    package init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        description = text
    }

    package init(of bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        description = SHA256.hash(data: bytes).reduce(into: "") { text, byte in
            text.unicodeScalars.append(Unicode.Scalar(digits[Int(byte >> 4)]))
            text.unicodeScalars.append(Unicode.Scalar(digits[Int(byte & 15)]))
        }
    }
}
