/// A trait's value, since when, and who said so.
package struct TraitView: Hashable, Sendable, Codable {
    package let value: JSONValue
    package let at: Instant
    package let source: String

    package init(value: JSONValue, at: Instant, source: String) {
        self.value = value
        self.at = at
        self.source = source
    }
}
