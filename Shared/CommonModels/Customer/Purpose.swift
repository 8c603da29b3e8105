/// What personal data is used for, e.g. `marketing`. Purposes are data: a company names its own.
package struct Purpose: RawRepresentable, Hashable, Sendable {
    package static let lengthMax = shape.lengthMax  // characters
    private static let shape = WordShape(upTo: 40, marks: "-_")

    package let rawValue: String

    /// - Returns: nil unless 1…40 characters of `a-z`, `0-9`, `-`, `_`, starting with a letter.
    package init?(rawValue: String) {
        guard Self.shape.holds(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) { rawValue = known }

    package static let marketing = Purpose(known: "marketing")
    package static let analytics = Purpose(known: "analytics")
    package static let personalization = Purpose(known: "personalization")
}

extension Purpose: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let purpose = Purpose(rawValue: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a purpose: 1 to 40 of a-z, 0-9, - and _")
        }
        self = purpose
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
