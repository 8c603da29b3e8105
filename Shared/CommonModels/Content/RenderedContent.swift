/// What `POST /v1/items/{idOrKey}/render` answers.
package struct RenderedContent: Hashable, Sendable, Codable {
    package let itemId: ItemID
    package let version: Int
    package let locale: String
    /// The parts of the item, e.g. `subject`, `html`, `text`, each rendered.
    package let parts: [String: String]
    /// The fields about people its templates look at, e.g. `trait:city`: who sends it asks the policies about them.
    package let fields: [String]

    package init(itemId: ItemID, version: Int, locale: String, parts: [String: String], fields: [String]) {
        self.itemId = itemId
        self.version = version
        self.locale = locale
        self.parts = parts
        self.fields = fields
    }
}
