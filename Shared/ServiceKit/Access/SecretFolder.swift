/// The installation's secrets: one file each, 0600, 32 random bytes as hexadecimal, made at the first start.
///
/// Every service reads the same folder (`MARU_SECRETS`, default `<data>/secrets`), so they verify each other.
package struct SecretFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// - Throws: ``AccessFileError/unwritable(_:)``, ``AccessFileError/unreadable(_:)`` when the file holds fewer than 32 bytes.
    package func secret(named name: String) throws -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        let fresh = Hex.text((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
        let bytes = try PrivateFile.createOnce(path + "/" + name, bytes: Array(fresh.utf8))
        let trimmed = bytes.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }
        guard trimmed.count >= 32 else { throw AccessFileError.unreadable("the secret \(name) is shorter than 32 characters") }
        return trimmed
    }
}
