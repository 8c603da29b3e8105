/// Hides what must not stand in a log, should it get there: e-mail addresses and Maru keys.
package enum LogMask {
    /// `text` with every word that contains `@` or one of our key prefixes replaced by `***`.
    package static func masked(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) || text.contains("maru_wk_") || text.contains("maru_sk_") else { return text }
        var result = ""
        var word = ""
        for character in text {
            if isSeparator(character) {
                result += hidden(word)
                result.append(character)
                word = ""
            } else {
                word.append(character)
            }
        }
        return result + hidden(word)
    }

    private static func hidden(_ word: String) -> String {
        word.contains("@") || word.contains("maru_wk_") || word.contains("maru_sk_") ? "***" : word
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "\"'`,;:()[]{}<>=&?/|\\".contains(character)
    }
}
