/// What a signal is about: a thing in the world that is no person, `{type: city, id: seoul}`.
package struct SignalSubject: Hashable, Sendable {
    package static let typeLengthMax = typeShape.lengthMax  // characters
    package static let idLengthMax = 200  // characters
    private static let typeShape = WordShape(upTo: 40, marks: "-_")

    /// Declared in Profile: `city`, `match`, `product`, `flight`.
    package let type: String
    package let id: String

    package init(type: String, id: String) {
        self.type = type
        self.id = id
    }

    /// Small letters, digits, `-` and `_`, a letter first, at most ``typeLengthMax``.
    package static func isType(_ text: String) -> Bool { typeShape.holds(text) }

    package var json: JSONValue { ["type": .string(type), "id": .string(id)] }

    package init?(json: JSONValue?) {
        guard let type = json?["type"]?.stringValue, let id = json?["id"]?.stringValue else { return nil }
        self.init(type: type, id: id)
    }
}
