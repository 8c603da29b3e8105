import Crypto
import ServiceKit
import StorageKit

/// Seals where a page of identities ended. A place holds the last value of the page, which the reader may not be allowed to
/// read: they get it as something only this installation opens (ChaCha20-Poly1305).
struct PlaceSeal: Sendable {
    static let secretName = "places.key"

    private let key: SymmetricKey

    /// - Throws: what reading or making the secret throws.
    init(_ settings: ServiceSettings) throws {
        let secret = try SecretFolder(path: settings.secretFolder).secret(named: Self.secretName)
        key = SymmetricKey(data: SHA256.hash(data: secret))
    }

    func sealed(_ place: Keyset) -> String? {
        (try? ChaChaPoly.seal(Array(place.encoded.utf8), using: key)).map { Base64URL.text($0.combined) }
    }

    /// - Returns: nil for what this installation did not seal.
    func opened(_ text: String, count: Int) -> Keyset? {
        guard let bytes = Base64URL.bytes(text), let box = try? ChaChaPoly.SealedBox(combined: bytes),
            let plain = try? ChaChaPoly.open(box, using: key)
        else { return nil }
        return Keyset(encoded: String(decoding: plain, as: UTF8.self), count: count)
    }
}
