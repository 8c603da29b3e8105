import CommonModels

/// What a saved mapping is called: small letters, digits, `-` and `_`, a letter first.
package struct ImportName: Hashable, Sendable {
    private static let shape = WordShape(upTo: ImportLimits.nameLengthMax, marks: "-_")

    package let rawValue: String

    package init?(_ text: String) {
        guard Self.shape.holds(text) else { return nil }
        rawValue = text
    }
}
