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
