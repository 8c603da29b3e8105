/// The tags that are parsed on their own; loops are in `TemplateParser+Loops.swift`.
extension TemplateParser {
    /// A plain variable name, quotes allowed, nothing after it.
    func variableName(_ markup: String) throws -> String {
        var parser = try ExpressionParser(markup)
        let name: String
        switch parser.next() {
        case .identifier(let text) where !text.hasSuffix("?"), .string(let text): name = text
        default: throw LiquidError(.syntax, "the name of a variable is missing")
        }
        try parser.expectEnd()
        return name
    }

    func assign(_ markup: String, _ line: Int) throws -> LiquidNode {
        guard let equals = markup.firstIndex(of: "=") else { throw LiquidError(.syntax, "'assign' is written name = value") }
        let name = try variableName(String(markup[..<equals]))
        return .assign(name, try filtered(String(markup[markup.index(after: equals)...])), line: line)
    }

    mutating func capture(_ markup: String, _ line: Int) throws -> LiquidNode {
        let name = try variableName(markup)
        return .capture(name, try body(of: "capture", until: ["endcapture"], line: line).0)
    }

    mutating func choice(_ name: String, _ markup: String, _ line: Int) throws -> LiquidNode {
        var branches: [LiquidNode.Branch] = []
        var otherwise: LiquidBlock?
        var parser = try ExpressionParser(markup)
        var condition: Condition? = try parser.condition()
        var negated = name == "unless"
        while true {
            let (block, end) = try body(of: name, until: ["elsif", "else", "end\(name)"], line: line)
            if let condition {
                branches.append(.init(condition: condition, negated: negated, body: block))
            } else if otherwise == nil {
                otherwise = block
            }
            negated = false
            if end.name == "else" {
                condition = nil
            } else if end.name == "elsif" {
                var parser = try ExpressionParser(end.markup)
                // What stands after `else` is parsed and never rendered.
                condition = otherwise == nil && condition != nil ? try parser.condition() : nil
            } else {
                break
            }
        }
        return stripped(.choice(branches, otherwise: otherwise, line: line))
    }

    mutating func caseOf(_ markup: String, _ line: Int) throws -> LiquidNode {
        var parser = try ExpressionParser(markup)
        let subject = try parser.expression()
        try parser.expectEnd()
        var branches: [LiquidNode.CaseBranch] = []
        var (_, end) = try body(of: "case", until: ["when", "else", "endcase"], line: line)
        while end.name != "endcase" {
            let values = end.name == "when" ? try whenValues(end.markup, end.line) : nil
            let (block, next) = try body(of: "case", until: ["when", "else", "endcase"], line: line)
            branches.append(.init(values: values, body: block))
            end = next
        }
        return stripped(.caseOf(subject, branches, line: line))
    }

    /// Values joined by `,` or `or`; like the reference, what follows another word is ignored.
    private func whenValues(_ markup: String, _ line: Int) throws -> [Expression] {
        var parser = try ExpressionParser(markup)
        var values: [Expression] = []
        do {
            repeat { values.append(try parser.expression()) } while parser.take(symbol: ",") || parser.take(.identifier("or"))
        } catch let error as LiquidError {
            throw error.at(line)
        }
        return values
    }

    func cycle(_ markup: String, _ line: Int) throws -> LiquidNode {
        var parser = try ExpressionParser(markup)
        var group: Expression?
        var items = [try parser.expression()]
        if parser.take(symbol: ":") {
            group = items.removeFirst()
            items.append(try parser.expression())
        }
        while parser.take(symbol: ",") {
            if parser.isAtEnd { break }
            items.append(try parser.expression())
        }
        try parser.expectEnd()
        return .cycle(group: group, key: markup.filter { !$0.isWhitespace }, items, line: line)
    }

    func partial(_ markup: String, isolated: Bool, _ line: Int) throws -> LiquidNode {
        var parser = try ExpressionParser(markup)
        let name = try parser.expression()
        if isolated {
            guard case .literal(.string) = name else { throw LiquidError(.syntax, "'render' needs the fragment's key in quotes") }
        }
        var bound: Expression?
        var repeats = false
        var alias: String?
        if parser.take(.identifier("with")) {
            bound = try parser.expression()
        } else if parser.take(.identifier("for")) {
            bound = try parser.expression()
            repeats = true
        }
        if parser.take(.identifier("as")) { alias = try parser.identifier("the name after 'as'") }
        let options = try parser.options()
        try parser.expectEnd()
        return .partial(.init(name: name, isolated: isolated, bound: bound, repeats: repeats, alias: alias, options: options, line: line))
    }

    /// A block that writes only white space writes nothing.
    func stripped(_ node: LiquidNode) -> LiquidNode {
        guard node.isBlank else { return node }
        switch node {
        case .choice(let branches, let otherwise, let line):
            return .choice(
                branches.map { .init(condition: $0.condition, negated: $0.negated, body: $0.body.withoutSpace) },
                otherwise: otherwise?.withoutSpace, line: line)
        case .caseOf(let subject, let branches, let line):
            return .caseOf(subject, branches.map { .init(values: $0.values, body: $0.body.withoutSpace) }, line: line)
        default: return node
        }
    }
}
