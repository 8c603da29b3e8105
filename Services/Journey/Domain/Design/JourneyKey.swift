import CommonModels

/// The stable name of a journey in facts, feeds and URLs, such as `cart-reminder`.
package struct JourneyKey: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 80, opening: .letterOrDigit, marks: "-")

    package let rawValue: String

    /// Lower-case letters, digits and `-`, starting with a letter or digit; otherwise nil.
    package init?(_ rawValue: String) {
        guard Self.shape.holds(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}
