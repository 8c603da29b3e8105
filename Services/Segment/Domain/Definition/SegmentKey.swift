import CommonModels

/// What files and integrations call a segment: 1…60 of `a-z`, `0-9`, `-`, starting with a letter.
package struct SegmentKey: Hashable, Sendable {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 60, marks: "-")

    package let text: String

    package init?(_ text: String) {
        guard Self.shape.holds(text) else { return nil }
        self.text = text
    }
}
