/// Particles that depend on how the word before them ends.
enum KoreanParticle {
    /// 이 or 가.
    static func subject(after word: String) -> String { tail(of: word) == .vowel ? "가" : "이" }
    /// 으로 or 로.
    static func direction(after word: String) -> String { tail(of: word) == .consonant ? "으로" : "로" }

    private enum Tail { case vowel, rieul, consonant }

    /// Digits as they are read in Korean; Latin letters by their usual sound at the end of a word.
    private static func tail(of word: String) -> Tail {
        guard let last = word.unicodeScalars.last(where: { $0.properties.isAlphabetic || ("0"..."9").contains($0) }) else { return .vowel }
        if (0xAC00...0xD7A3).contains(last.value) {
            return switch (last.value - 0xAC00) % 28 {
            case 0: .vowel
            case 8: .rieul
            default: .consonant
            }
        }
        return switch last {
        case "1", "7", "8", "l", "L", "R": .rieul
        case "0", "3", "6", "m", "M", "n", "N": .consonant
        default: .vowel
        }
    }
}
