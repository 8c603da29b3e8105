/// What a signal is about: a thing in the world that is no person, `{type: city, id: seoul}`.
package struct SignalSubject: Hashable, Sendable {
    package static let typeLengthMax = 40  // characters
    package static let idLengthMax = 200  // characters

    /// Declared in Profile: `city`, `match`, `product`, `flight`.
    package let type: String
    package let id: String

    package init(type: String, id: String) {
        self.type = type
        self.id = id
    }

    /// Small letters, digits, `-` and `_`, a letter first, at most ``typeLengthMax``.
    package static func isType(_ text: String) -> Bool {
        guard (1...typeLengthMax).contains(text.utf8.count), let first = text.utf8.first, (97...122).contains(first) else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || $0 &- 48 <= 9 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    package var json: JSONValue { ["type": .string(type), "id": .string(id)] }

    package init?(json: JSONValue?) {
        guard let type = json?["type"]?.stringValue, let id = json?["id"]?.stringValue else { return nil }
        self.init(type: type, id: id)
    }
}
