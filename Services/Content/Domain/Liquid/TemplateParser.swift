/// Builds the node tree from tokens.
struct TemplateParser {
    var tokens: ArraySlice<TemplateToken>
    var depth = 0

    /// - Throws: ``LiquidError`` with its line.
    static func parse(_ tokens: [TemplateToken]) throws -> LiquidBlock {
        var parser = TemplateParser(tokens: tokens[...])
        let (block, end) = try parser.block(until: [])
        if let end { throw LiquidError(.syntax, "'\(end.name)' closes nothing", line: end.line) }
        return block
    }

    /// The tag that ended a block.
    struct End {
        let name: String
        let markup: String
        let line: Int
    }

    /// Nodes up to one of the named tags, which is consumed; the end is nil at the end of the source.
    mutating func block(until ends: Set<String>) throws -> (LiquidBlock, End?) {
        var nodes: [LiquidNode] = []
        while let token = tokens.popFirst() {
            switch token {
            case .text(let text): nodes.append(.text(text))
            case .output(let markup, let line):
                do { nodes.append(.output(try filtered(markup), line: line)) } catch let error as LiquidError { throw error.at(line) }
            case .tag(let name, let markup, let line):
                if ends.contains(name) { return (LiquidBlock(nodes: nodes), End(name: name, markup: markup, line: line)) }
                do { nodes += try tag(name, markup, line) } catch let error as LiquidError { throw error.at(line) }
            }
        }
        return (LiquidBlock(nodes: nodes), nil)
    }

    /// A block that must be closed.
    mutating func body(of name: String, until ends: Set<String>, line: Int) throws -> (LiquidBlock, End) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= LiquidLimits.blockDepthMax else {
            throw LiquidError(.limit, "blocks may nest at most \(LiquidLimits.blockDepthMax) deep", line: line)
        }
        let (block, end) = try block(until: ends)
        guard let end else { throw LiquidError(.syntax, "'\(name)' is not closed with 'end\(name)'", line: line) }
        return (block, end)
    }

    func filtered(_ markup: String) throws -> FilteredExpression {
        var parser = try ExpressionParser(markup)
        return try parser.filtered()
    }

    private mutating func tag(_ name: String, _ markup: String, _ line: Int) throws -> [LiquidNode] {
        switch name {
        case "echo": return [.output(try filtered(markup), line: line)]
        case "assign": return [try assign(markup, line)]
        case "capture": return [try capture(markup, line)]
        case "if", "unless": return [try choice(name, markup, line)]
        case "case": return [try caseOf(markup, line)]
        case "for": return [try loop(markup, line)]
        case "tablerow": return [try tableRow(markup, line)]
        case "break": return [.breakLoop]
        case "continue": return [.continueLoop]
        case "increment": return [.increment(try variableName(markup))]
        case "decrement": return [.decrement(try variableName(markup))]
        case "cycle": return [try cycle(markup, line)]
        case "ifchanged": return [.ifChanged(try body(of: name, until: ["endifchanged"], line: line).0)]
        case "render", "include": return [try partial(markup, isolated: name == "render", line)]
        case "liquid": return try lines(markup, line)
        case "#": return try inlineComment(markup)
        default: throw LiquidError(.syntax, name.isEmpty ? "a tag has no name" : "there is no tag '\(name)' here")
        }
    }

    private func inlineComment(_ markup: String) throws -> [LiquidNode] {
        let lines = markup.split(whereSeparator: \.isNewline)
        guard lines.allSatisfy({ line in line.allSatisfy(\.isWhitespace) || line.first { !$0.isWhitespace } == "#" }) else {
            throw LiquidError(.syntax, "every line of an inline comment begins with '#'")
        }
        return []
    }

    /// `{% liquid %}`: one tag a line, blocks closed inside it.
    private mutating func lines(_ markup: String, _ line: Int) throws -> [LiquidNode] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= LiquidLimits.blockDepthMax else { throw LiquidError(.limit, "'liquid' tags nest too deeply") }
        var inner = TemplateParser(tokens: try LiquidTagLines.tokens(of: markup, line: line)[...])
        inner.depth = depth
        let (block, _) = try inner.block(until: [])
        return block.nodes
    }
}
