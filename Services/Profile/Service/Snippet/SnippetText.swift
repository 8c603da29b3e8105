import Crypto
import Foundation
import NIOCore
import ServiceKit

/// `Snippet/maru.js` as it is sent: without comments and indentation, which only its readers need.
struct SnippetText: Sendable {
    let bytes: ByteBuffer
    /// Changes with the content.
    let entityTag: String

    static func bundled() throws -> SnippetText {
        SnippetText(source: try String(contentsOf: Bundle.module.bundleURL.appending(path: "maru.js"), encoding: .utf8))
    }

    /// - Parameter source: a script whose comments stand on lines of their own or end one, `/*` and `//` in no string but
    ///   after a colon (`https://`), and no string over several lines.
    init(source: String) {
        let text = source.replacing(/(?s)\/\*.*?\*\//, with: "")
        let lines = text.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }
        let kept = lines.filter { !$0.isEmpty && !$0.hasPrefix("//") }.joined(separator: "\n")
        bytes = ByteBuffer(string: kept + "\n")
        entityTag = "\"\(Hex.text(SHA256.hash(data: Data(kept.utf8)).prefix(10)))\""
    }
}
