/// Simple changes of HTML text.
enum MarkupText {
    /// Leaves out scripts, styles, comments and tags.
    static func withoutTags(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        var unclosed: Set<String> = []
        while let open = rest.firstIndex(of: "<") {
            output += rest[..<open]
            let tail = rest[open...]
            guard let end = end(of: tail, &unclosed) else {
                output += tail
                return output
            }
            rest = tail[end...]
        }
        return output + rest
    }

    /// Where the tag, comment, script or style that begins here ends.
    /// - Parameter unclosed: what is not closed anywhere after, and need not be looked for again.
    private static func end(of text: Substring, _ unclosed: inout Set<String>) -> String.Index? {
        if text.hasPrefix("<!--") { return LiquidText.firstRange(of: "-->", in: text)?.upperBound }
        let lower = text.prefix(8).lowercased()
        for block in ["script", "style"] where lower.hasPrefix("<" + block) && !unclosed.contains(block) {
            if let range = LiquidText.firstRange(of: "</" + block + ">", in: text) { return range.upperBound }
            unclosed.insert(block)
        }
        return text.firstIndex(of: ">").map { text.index(after: $0) }
    }

    /// `<br />` before every line end.
    static func withBreaks(_ text: String) -> String {
        var output = ""
        for character in text { output += character.isNewline ? "<br />\n" : String(character) }
        return output
    }

    /// Escapes what is not an entity already.
    static func escapedOnce(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let amp = rest.firstIndex(of: "&") {
            LiquidText.appendEscaped(String(rest[..<amp]), to: &output)
            let after = rest[rest.index(after: amp)...]
            if let end = after.prefix(12).firstIndex(of: ";"), isEntity(after[..<end]) {
                output += "&" + after[...end]
                rest = after[after.index(after: end)...]
            } else {
                output += "&amp;"
                rest = after
            }
        }
        LiquidText.appendEscaped(String(rest), to: &output)
        return output
    }

    private static func isEntity(_ name: Substring) -> Bool {
        if name.first == "#" { return name.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit || $0 == "x" } && name.count > 1 }
        return !name.isEmpty && name.allSatisfy { $0.isASCII && $0.isLetter }
    }
}
