/// The text alternative of a message that has only HTML: tags out, blocks become lines, the common entities read.
enum PlainText {
    static func from(html: String) -> String {
        var text = ""
        var tag = ""
        var isInTag = false
        for character in html {
            switch character {
            case "<":
                isInTag = true
                tag = ""
            case ">" where isInTag:
                isInTag = false
                if breaks(tag) { text.append("\n") }
            case _ where isInTag: tag.append(character)
            case _: text.append(character)
            }
        }
        let lines = entities.reduce(text) { $0.replacing($1.0, with: $1.1) }
            .split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.split(separator: " ").joined(separator: " ") }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func breaks(_ tag: String) -> Bool {
        let name = tag.lowercased().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
        return ["p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "section"].contains(String(name))
    }

    private static let entities = [
        ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ]
}
