/// How ids of subjects of one type are written: `#` stands for a digit, `@` for a letter A to Z, `?` for any character, `*`, at
/// the end, for the rest; everything else for itself. `@@###*` fits KE085 and KE1401.
package struct SubjectPattern: Hashable, Sendable {
    package static let lengthMax = 60  // characters

    package let text: String

    /// - Returns: nil when it is empty, too long, or has `*` elsewhere than at its end.
    package init?(_ text: String) {
        guard (1...Self.lengthMax).contains(text.count), !text.dropLast().contains("*") else { return nil }
        self.text = text
    }

    package func fits(_ id: String) -> Bool {
        var rest = id[...]
        for sign in text {
            if sign == "*" { return true }
            guard let character = rest.popFirst() else { return false }
            switch sign {
            case "#": guard character.isASCII, character.isNumber else { return false }
            case "@": guard character.isASCII, character.isLetter else { return false }
            case "?": continue
            default: guard character == sign else { return false }
            }
        }
        return rest.isEmpty
    }
}
