/// What kind of data a field holds, e.g. `contact`. Labels are data: a company adds its own.
package struct DataLabel: RawRepresentable, Hashable, Sendable {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 40, marks: "-")

    package let rawValue: String

    /// - Returns: nil unless 1…40 characters of `a-z`, `0-9`, `-`, starting with a letter.
    package init?(rawValue: String) {
        guard Self.shape.holds(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) { rawValue = known }

    /// Tells who somebody is.
    package static let identity = DataLabel(known: "identity")
    /// Reaches them.
    package static let contact = DataLabel(known: "contact")
    /// Special categories (GDPR Article 9, PIPA Article 23).
    package static let sensitive = DataLabel(known: "sensitive")
    package static let financial = DataLabel(known: "financial")
    package static let location = DataLabel(known: "location")
}
