/// The lines of a `{% liquid %}` tag as tokens, comments taken out.
enum LiquidTagLines {
    /// - Throws: ``LiquidError`` when a comment is not closed.
    static func tokens(of markup: String, line firstLine: Int) throws -> [TemplateToken] {
        var tokens: [TemplateToken] = []
        var commentDepth = 0
        var line = firstLine - 1
        for text in markup.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            let (name, rest) = TemplateScanner.tagName(String(text))
            if name.isEmpty, rest.allSatisfy(\.isWhitespace) { continue }
            if name == "comment" { commentDepth += 1 }
            if commentDepth > 0 {
                if name == "endcomment" { commentDepth -= 1 }
                continue
            }
            tokens.append(.tag(name: name, markup: rest, line: line))
        }
        if commentDepth > 0 { throw LiquidError(.syntax, "'comment' is not closed with 'endcomment'", line: firstLine) }
        return tokens
    }
}
