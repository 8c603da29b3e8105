import CommonModels

/// The name by which others refer to an item: `welcome-email`.
package struct ContentKey: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 80, marks: "-_.")

    package let rawValue: String

    /// - Returns: nil unless it is lower-case letters, digits, `-`, `_` and `.`, beginning with a letter.
    package init?(_ text: String) {
        guard Self.shape.holds(text) else { return nil }
        rawValue = text
    }

    package var description: String { rawValue }
}
