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
        var (hay, needle) = (text, part)
        let found = hay.withUTF8 { hay in needle.withUTF8 { offset(of: $0, in: hay) } }
        return found.map { range(at: $0, of: part, in: text) }
    }

    /// The last occurrence of a part that is not empty.
    static func lastRange(of part: String, in text: String) -> Range<String.Index>? {
        let found = Array(text.utf8.reversed()).withUnsafeBufferPointer { hay in
            Array(part.utf8.reversed()).withUnsafeBufferPointer { offset(of: $0, in: hay) }
        }
        return found.map { range(at: text.utf8.count - $0 - part.utf8.count, of: part, in: text[...]) }
    }

    private static func range(at offset: Int, of part: String, in text: Substring) -> Range<String.Index> {
        let start = text.utf8.index(text.startIndex, offsetBy: offset)
        return start..<text.utf8.index(start, offsetBy: part.utf8.count)
    }

    /// In time that grows with the text alone, whatever the part is: Knuth, Morris and Pratt's search. The standard
    /// library's, over views of bytes, took seconds for a megabyte.
    private static func offset(of needle: UnsafeBufferPointer<UInt8>, in hay: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !needle.isEmpty, needle.count <= hay.count else { return nil }
        if needle.count == 1 { return hay.firstIndex(of: needle[0]) }
        // For each length of a matched beginning: how much of it still matches when the next byte does not.
        var fallback = [0]
        var matched = 0
        for byte in needle.dropFirst() {
            while matched > 0, needle[matched] != byte { matched = fallback[matched - 1] }
            if needle[matched] == byte { matched += 1 }
            fallback.append(matched)
        }
        matched = 0
        for (index, byte) in hay.enumerated() {
            while matched > 0, needle[matched] != byte { matched = fallback[matched - 1] }
            if needle[matched] == byte { matched += 1 }
            if matched == needle.count { return index + 1 - matched }
        }
        return nil
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
    /// - Throws: ``LiquidError`` of kind `limit` before it would become too large.
    static func replaceAll(_ text: String, _ pattern: String, with replacement: String) throws -> String {
        try joined(pattern.isEmpty ? [""] + text.map { String($0) } + [""] : split(text, by: pattern), by: replacement)
    }

    /// - Throws: ``LiquidError`` of kind `limit` before it would become too large.
    static func joined(_ pieces: [String], by separator: String) throws -> String {
        var size = 0
        for piece in pieces {
            size += piece.utf8.count + separator.utf8.count
            if size > LiquidLimits.valueBytesMax + separator.utf8.count { throw LiquidError.tooLarge }
        }
        return pieces.joined(separator: separator)
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
