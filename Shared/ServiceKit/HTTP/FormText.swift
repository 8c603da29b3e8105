import Foundation

/// `application/x-www-form-urlencoded` as WHATWG's URL standard reads it.
package enum FormText {
    package static let fieldsMax = 1_000

    /// One field of a form.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package static func fields(_ text: String) -> [Field] {
        text.split(separator: "&", omittingEmptySubsequences: true).prefix(fieldsMax).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Field(name: decoded(parts[0]), value: parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }
}
