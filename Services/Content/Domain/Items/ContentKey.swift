/// The name by which others refer to an item: `welcome-email`.
package struct ContentKey: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = 80  // characters

    package let rawValue: String

    /// - Returns: nil unless it is lower-case letters, digits, `-`, `_` and `.`, beginning with a letter.
    package init?(_ text: String) {
        guard (1...Self.lengthMax).contains(text.utf8.count), let first = text.utf8.first, first >= 97, first <= 122,
            text.utf8.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || "-_.".utf8.contains($0) })
        else { return nil }
        rawValue = text
    }

    package var description: String { rawValue }
}
