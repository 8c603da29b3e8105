/// Splits template source into texts, outputs and tags, and takes out `raw`, `comment` and `doc` blocks.
struct TemplateScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var tokens: [TemplateToken] = []
    /// The mark before asked to drop the white space that follows it.
    private var trimsNext = false

    private init(_ source: String) { bytes = Array(source.utf8) }

    /// - Throws: ``LiquidError`` of kind `syntax` when a mark or block is not closed.
    static func scan(_ source: String) throws -> [TemplateToken] {
        var scanner = TemplateScanner(source)
        return try scanner.run()
    }

    private mutating func run() throws -> [TemplateToken] {
        while index < bytes.count {
            guard let start = nextMark(from: index) else {
                appendText(index..<bytes.count, trimEnd: false)
                break
            }
            let trimsEnd = start + 2 < bytes.count && bytes[start + 2] == UInt8(ascii: "-")
            appendText(index..<start, trimEnd: trimsEnd)
            let isOutput = bytes[start + 1] == UInt8(ascii: "{")
            let openLine = line
            let content = start + (trimsEnd ? 3 : 2)
            let close = isOutput ? UInt8(ascii: "}") : UInt8(ascii: "%")
            guard let (markup, end) = readMark(from: content, closing: close) else {
                throw LiquidError(.syntax, isOutput ? "'{{' is not closed with '}}'" : "'{%' is not closed with '%}'", line: openLine)
            }
            advance(to: end)
            if isOutput {
                tokens.append(.output(markup: markup, line: openLine))
            } else {
                try appendTag(markup, line: openLine)
            }
        }
        return tokens
    }

    private mutating func appendTag(_ markup: String, line openLine: Int) throws {
        let (name, rest) = TemplateScanner.tagName(markup)
        switch name {
        case "raw":
            let block = try readVerbatim(until: "endraw", line: openLine)
            appendText(block.content, trimEnd: block.trimsBefore)
            advance(to: block.end)
            trimsNext = block.trimsAfter
        case "doc":
            guard rest.allSatisfy(\.isWhitespace) else { throw LiquidError(.syntax, "'doc' takes no arguments", line: openLine) }
            let block = try readVerbatim(until: "enddoc", line: openLine)
            if nestedTag("doc", in: block.content) { throw LiquidError(.syntax, "'doc' blocks cannot nest", line: openLine) }
            advance(to: block.end)
            trimsNext = block.trimsAfter
        case "comment": try skipComment(line: openLine)
        default:
            let linesBefore = markup.prefix { $0.isWhitespace }.utf8.filter { $0 == 10 }.count
            tokens.append(.tag(name: name, markup: rest, line: openLine + linesBefore))
        }
    }

    /// Splits `name rest`; `#` is a name of its own.
    static func tagName(_ markup: String) -> (name: String, rest: String) {
        let trimmed = markup.drop { $0.isWhitespace }
        if trimmed.first == "#" { return ("#", String(trimmed)) }
        let name = trimmed.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return (String(name), String(trimmed[name.endIndex...]))
    }

    /// Where the next `{{` or `{%` stands.
    private func nextMark(from start: Int) -> Int? {
        var position = start
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "{") || bytes[position + 1] == UInt8(ascii: "%") {
                return position
            }
            position += 1
        }
        return nil
    }

    /// The markup up to `}}` or `%}`; sets ``trimsNext``.
    private mutating func readMark(from start: Int, closing: UInt8) -> (markup: String, end: Int)? {
        var position = start
        while position + 1 < bytes.count {
            if bytes[position] == closing, bytes[position + 1] == UInt8(ascii: "}") {
                trimsNext = position > start && bytes[position - 1] == UInt8(ascii: "-")
                let end = trimsNext ? position - 1 : position
                return (String(decoding: bytes[start..<end], as: UTF8.self), position + 2)
            }
            position += 1
        }
        return nil
    }

    /// A tag `{% name … %}` at or after `start`: its place, its white space marks.
    private func findTag(from start: Int) -> (open: Int, name: String, end: Int, trimsBefore: Bool, trimsAfter: Bool)? {
        var position = start
        while position + 1 < bytes.count {
            guard bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "%") else {
                position += 1
                continue
            }
            var cursor = position + 2
            let trimsBefore = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "-")
            if trimsBefore { cursor += 1 }
            while cursor < bytes.count, bytes[cursor] <= 32 { cursor += 1 }
            let nameStart = cursor
            while cursor < bytes.count, bytes[cursor] | 0x20 >= 97, bytes[cursor] | 0x20 <= 122 { cursor += 1 }
            let name = String(decoding: bytes[nameStart..<cursor], as: UTF8.self)
            while cursor < bytes.count, bytes[cursor] <= 32 { cursor += 1 }
            let trimsAfter = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "-")
            if trimsAfter { cursor += 1 }
            let closes = cursor + 1 < bytes.count && bytes[cursor] == UInt8(ascii: "%") && bytes[cursor + 1] == UInt8(ascii: "}")
            return (position, name, closes ? cursor + 2 : -1, trimsBefore, trimsAfter)
        }
        return nil
    }

    /// The block up to its closing tag, taken as it stands.
    private struct Verbatim {
        let content: Range<Int>
        let end: Int
        let trimsBefore: Bool
        let trimsAfter: Bool
    }

    private func readVerbatim(until name: String, line openLine: Int) throws -> Verbatim {
        var position = index
        while let tag = findTag(from: position) {
            if tag.name == name, tag.end > 0 {
                return Verbatim(content: index..<tag.open, end: tag.end, trimsBefore: tag.trimsBefore, trimsAfter: tag.trimsAfter)
            }
            position = tag.open + 2
        }
        throw LiquidError(.syntax, "'\(name.dropFirst(3))' is not closed with '\(name)'", line: openLine)
    }

    private func nestedTag(_ name: String, in range: Range<Int>) -> Bool {
        var position = range.lowerBound
        while let tag = findTag(from: position), tag.open < range.upperBound {
            if tag.name == name { return true }
            position = tag.open + 2
        }
        return false
    }

    private mutating func skipComment(line openLine: Int) throws {
        var depth = 1
        var isRaw = false
        var position = index
        while let tag = findTag(from: position) {
            position = tag.open + 2
            switch (tag.name, isRaw) {
            case ("raw", false): isRaw = true
            case ("endraw", true): isRaw = false
            case ("comment", false): depth += 1
            case ("endcomment", false): depth -= 1
            default: continue
            }
            if depth == 0, tag.end > 0 {
                advance(to: tag.end)
                trimsNext = tag.trimsAfter
                return
            }
        }
        throw LiquidError(.syntax, "'comment' is not closed with 'endcomment'", line: openLine)
    }

    private mutating func appendText(_ range: Range<Int>, trimEnd: Bool) {
        var start = range.lowerBound
        var end = range.upperBound
        if trimsNext { while start < end, TemplateScanner.isSpace(bytes[start]) { start += 1 } }
        if trimEnd { while end > start, TemplateScanner.isSpace(bytes[end - 1]) { end -= 1 } }
        trimsNext = false
        if start < end { tokens.append(.text(String(decoding: bytes[start..<end], as: UTF8.self))) }
        if range.upperBound > index { advance(to: range.upperBound) }
    }

    private mutating func advance(to end: Int) {
        while index < end {
            if bytes[index] == 10 { line += 1 }
            index += 1
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) || byte == 0 }
}
