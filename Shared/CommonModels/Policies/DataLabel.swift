/// What kind of data a field holds, e.g. `contact`. Labels are data: a company adds its own.
package struct DataLabel: RawRepresentable, Hashable, Sendable {
    package static let lengthMax = 40  // characters

    package let rawValue: String

    /// - Returns: nil unless 1…40 characters of `a-z`, `0-9`, `-`, starting with a letter.
    package init?(rawValue: String) {
        let utf8 = rawValue.utf8
        guard utf8.count <= Self.lengthMax, let first = utf8.first, (97...122).contains(first),
            utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
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
