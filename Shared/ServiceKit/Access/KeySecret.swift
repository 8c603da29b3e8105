import Crypto

/// The text of an API key: `maru_wk_` or `maru_sk_` and 256 random bits as 64 hexadecimal digits.
package struct KeySecret: Hashable, Sendable {
    package let text: String

    package static func generate(_ kind: AccessKey.Kind) -> KeySecret {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        return KeySecret(text: prefix(of: kind) + Hex.text(bytes))
    }

    package init(text: String) { self.text = text }

    /// What the access file keeps.
    package var hash: String { Hex.text(SHA256.hash(data: Array(text.utf8))) }

    package static func prefix(of kind: AccessKey.Kind) -> String {
        switch kind {
        case .write: "maru_wk_"
        case .server: "maru_sk_"
        }
    }
}
