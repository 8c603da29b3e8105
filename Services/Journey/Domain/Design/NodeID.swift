import CommonModels

/// The name of one node inside a journey document, chosen by its author and never changed by Maru.
package struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 40, opening: .any, capitals: true, marks: "-_")

    package let rawValue: String

    /// Letters, digits, `-` and `_`, at most ``lengthMax``; otherwise nil.
    package init?(_ rawValue: String) {
        guard Self.shape.holds(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }
}
