/// Byte-wise text operations: template texts are searched without locale rules.
enum LiquidText {
    static func isLess(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        part.isEmpty || firstRange(of: part, in: text[...]) != nil
    }

    /// The first occurrence of a part that is not empty.
    static func firstRange(of part: String, in text: Substring) -> Range<String.Index>? {
        let needle = Array(part.utf8)
        let hay = text.utf8
        guard let first = needle.first else { return nil }
        var start = hay.startIndex
        while let found = hay[start...].firstIndex(of: first) {
            if hay[found...].starts(with: needle) { return found..<hay.index(found, offsetBy: needle.count) }
            start = hay.index(after: found)
        }
        return nil
    }

    /// The last occurrence of a part that is not empty.
    static func lastRange(of part: String, in text: String) -> Range<String.Index>? {
        var found: Range<String.Index>?
        var rest = text[...]
        while let range = firstRange(of: part, in: rest) {
            found = range
            rest = text[text.utf8.index(after: range.lowerBound)...]
        }
        return found
    }

    /// Pieces between occurrences of a separator that is not empty.
    static func split(_ text: String, by separator: String) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while let range = firstRange(of: separator, in: rest) {
            pieces.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        pieces.append(String(rest))
        return pieces
    }

    /// `text` with every occurrence replaced; an empty pattern stands between all characters.
    static func replaceAll(_ text: String, _ pattern: String, with replacement: String) -> String {
        if pattern.isEmpty {
            return replacement + text.map { String($0) + replacement }.joined()
        }
        return split(text, by: pattern).joined(separator: replacement)
    }

    static func isSpace(_ character: Character) -> Bool { character.isWhitespace || character == "\0" }

    static func trimmedLeading(_ text: String) -> String { String(text.drop(while: isSpace)) }

    static func trimmedTrailing(_ text: String) -> String {
        var slice = text[...]
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return String(slice)
    }

    /// Makes text safe inside HTML content and quoted attributes.
    static func appendEscaped(_ text: String, to output: inout String) {
        guard text.utf8.contains(where: needsEscape) else {
            output += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(scalar)
            }
        }
    }

    static func escaped(_ text: String) -> String {
        var output = ""
        appendEscaped(text, to: &output)
        return output
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }
}
