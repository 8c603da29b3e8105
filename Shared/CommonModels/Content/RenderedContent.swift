/// What `POST /v1/items/{idOrKey}/render` answers.
package struct RenderedContent: Hashable, Sendable, Codable {
    package let itemId: ItemID
    package let version: Int
    package let locale: String
    /// The parts of the item, e.g. `subject`, `html`, `text`, each rendered.
    package let parts: [String: String]

    package init(itemId: ItemID, version: Int, locale: String, parts: [String: String]) {
        self.itemId = itemId
        self.version = version
        self.locale = locale
        self.parts = parts
    }
}
