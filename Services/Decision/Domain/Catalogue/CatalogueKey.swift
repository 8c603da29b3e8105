import CommonModels

/// A name people give to an offer, placement, cap or experiment: what code and feeds call it by.
package enum CatalogueKey {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 64, opening: .letterOrDigit, marks: "-_.")

    /// Lower-case letters, digits, `-`, `_` and `.`, starting with a letter or a digit.
    package static func isValid(_ text: String) -> Bool { shape.holds(text) }
}

extension DocumentReader {
    package mutating func key(_ field: String = "key") -> String? {
        guard let text = text(field, max: CatalogueKey.lengthMax) else { return nil }
        guard CatalogueKey.isValid(text) else {
            reject(field, "must be lower-case letters, digits, '-', '_' or '.', starting with a letter or digit")
            return nil
        }
        return text
    }
}
