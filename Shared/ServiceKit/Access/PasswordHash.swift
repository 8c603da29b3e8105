import Crypto
import CryptoExtras
import Foundation

/// A password hashed with scrypt (RFC 7914), written `scrypt$N$r$p$salt$hash` with base64 parts.
package struct PasswordHash: Hashable, Sendable, Codable {
    package static let passwordLengthMin = 10  // characters
    package static let passwordLengthMax = 256  // characters
    private static let rounds = 1 << 15
    private static let blockSize = 8
    private static let parallelism = 1
    private static let hashBytes = 32
    private static let saltBytes = 16

    package let text: String

    /// Takes about 100 ms and 32 MiB, on purpose.
    /// - Parameter rounds: a power of two; tests take fewer.
    package init(hashing password: String, rounds: Int = PasswordHash.defaultRounds) throws {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        let hash = try Self.derive(password, salt: salt, rounds: rounds, blockSize: Self.blockSize, parallelism: Self.parallelism)
        text =
            "scrypt$\(rounds)$\(Self.blockSize)$\(Self.parallelism)$\(Data(salt).base64EncodedString())$\(Data(hash).base64EncodedString())"
    }

    package static let defaultRounds = rounds

    /// A hash that no password is known to match; checking against it takes as long as against any other.
    static func impossible() -> PasswordHash {
        let salt = Data(repeating: 0, count: saltBytes).base64EncodedString()
        let hash = Data(repeating: 0, count: hashBytes).base64EncodedString()
        return PasswordHash(text: "scrypt$\(rounds)$\(blockSize)$\(parallelism)$\(salt)$\(hash)")
    }

    private init(text: String) { self.text = text }

    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Compares in constant time. A text of another form matches nothing.
    package func matches(_ password: String) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: String(parts[4])),
            let expected = Data(base64Encoded: String(parts[5])), rounds <= 1 << 20, blockSize <= 32, parallelism <= 16,
            password.count <= Self.passwordLengthMax,
            let actual = try? Self.derive(password, salt: Array(salt), rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        else { return false }
        return ConstantTime.equal(Array(expected), actual)
    }

    /// Changes with the password; sessions carry it so that a new password ends them.
    package var stamp: String {
        SHA256.hash(data: Array(text.utf8)).prefix(6).map { Hex.text([$0]) }.joined()
    }

    private static func derive(_ password: String, salt: [UInt8], rounds: Int, blockSize: Int, parallelism: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: hashBytes, rounds: rounds, blockSize: blockSize,
            parallelism: parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}
