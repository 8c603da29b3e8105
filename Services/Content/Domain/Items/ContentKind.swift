/// What an item is for; decides which parts it has.
package enum ContentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case email, sms, push, inApp, webhook
    /// A piece other items include with `{% render 'key' %}`.
    case fragment

    /// Parts in the order in which they are written.
    package var parts: [ContentPart] {
        switch self {
        case .email:
            [ContentPart("subject", isRequired: true), ContentPart("preheader"), ContentPart("html", isRequired: true, isHTML: true), ContentPart("text")]
        case .sms: [ContentPart("text", isRequired: true)]
        case .push: [ContentPart("title", isRequired: true), ContentPart("body", isRequired: true), ContentPart("link")]
        case .inApp:
            [ContentPart("title", isRequired: true), ContentPart("body", isRequired: true), ContentPart("html", isHTML: true), ContentPart("link")]
        case .webhook: [ContentPart("body", isRequired: true)]
        case .fragment: [ContentPart("content", isRequired: true)]
        }
    }

    package func part(_ name: String) -> ContentPart? { parts.first { $0.name == name } }
}

/// A named template of an item, e.g. the subject of an e-mail.
package struct ContentPart: Hashable, Sendable {
    /// Characters of a part's source.
    package static let sourceLengthMax = 200_000

    package let name: String
    package let isRequired: Bool
    /// Outputs are escaped unless they end in `raw` or `escape`.
    package let isHTML: Bool

    init(_ name: String, isRequired: Bool = false, isHTML: Bool = false) {
        self.name = name
        self.isRequired = isRequired
        self.isHTML = isHTML
    }
}
