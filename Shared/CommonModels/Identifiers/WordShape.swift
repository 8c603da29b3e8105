/// What the names people give to things are made of: letters and digits of ASCII and a few marks, so that they stand in addresses,
/// files, metrics and statements as they are.
package struct WordShape: Sendable {
    /// What a word may begin with.
    package enum Opening: Sendable { case letter, letterOrDigit, any }

    /// A kind of identity, e.g. `userId` or one of the company's own.
    package static let namespace = WordShape(upTo: 40, capitals: true, marks: "-_.")
    /// A kind of group, e.g. `household`.
    package static let groupKind = WordShape(upTo: 40, marks: "-_")
    /// A system that events came from, e.g. `shop.web`.
    package static let source = WordShape(upTo: 80, opening: .any, capitals: true, marks: "-_.")

    /// Characters.
    package let lengthMax: Int
    private let opening: Opening
    /// A bit for each character of ASCII that may stand in the word.
    private let allowed: (UInt64, UInt64)

    /// - Parameter marks: what may stand beside small letters and digits, ASCII.
    package init(upTo lengthMax: Int, opening: Opening = .letter, capitals: Bool = false, marks: String = "") {
        self.lengthMax = lengthMax
        self.opening = opening
        var characters = "abcdefghijklmnopqrstuvwxyz0123456789" + marks
        if capitals { characters += "ABCDEFGHIJKLMNOPQRSTUVWXYZ" }
        var allowed: (UInt64, UInt64) = (0, 0)
        for byte in characters.utf8 {
            if byte < 64 { allowed.0 |= 1 << UInt64(byte) } else { allowed.1 |= 1 << UInt64(byte - 64) }
        }
        self.allowed = allowed
    }

    /// Whether `text` is such a word; nothing at all is none.
    package func holds(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, opens(first), bytes.count <= lengthMax else { return false }
        return bytes.allSatisfy(allows)
    }

    private func opens(_ byte: UInt8) -> Bool {
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return switch opening {
        case .letter: isLetter
        case .letterOrDigit: isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case .any: true
        }
    }

    private func allows(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? allowed.0 >> UInt64(byte) : allowed.1 >> UInt64(byte - 64)) & 1 == 1
    }
}
