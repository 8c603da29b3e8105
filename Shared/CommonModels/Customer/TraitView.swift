/// A trait's value, since when, who said so, and how it is known.
package struct TraitView: Hashable, Sendable {
    package let value: JSONValue
    package let at: Instant
    package let source: String
    package let kind: TraitKind
    /// Of an inferred value: 0…1.
    package let confidence: Double?

    package init(value: JSONValue, at: Instant, source: String, kind: TraitKind = .firstParty, confidence: Double? = nil) {
        self.value = value
        self.at = at
        self.source = source
        self.kind = kind
        self.confidence = confidence
    }
}

extension TraitView: Codable {
    private enum CodingKeys: String, CodingKey { case value, at, source, kind, confidence }

    /// A view without `kind` is of the first party.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            value: try container.decode(JSONValue.self, forKey: .value), at: try container.decode(Instant.self, forKey: .at),
            source: try container.decode(String.self, forKey: .source),
            kind: try container.decodeIfPresent(TraitKind.self, forKey: .kind) ?? .firstParty,
            confidence: try container.decodeIfPresent(Double.self, forKey: .confidence))
    }
}
