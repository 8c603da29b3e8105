/// `for` and `tablerow`.
extension TemplateParser {
    /// What stands in the opening tag of a loop.
    private struct Head {
        let variable: String
        let collection: Expression
        let name: String
        var reversed = false
        var continues = false
        var options: [String: Expression] = [:]
    }

    private func head(_ markup: String) throws -> Head {
        var parser = try ExpressionParser(markup)
        let variable = try parser.identifier("the variable of the loop")
        guard parser.take(.identifier("in")) else { throw LiquidError(.syntax, "a loop is written variable in collection") }
        let collection = try parser.expression()
        let source = markup.split(maxSplits: 2, whereSeparator: \.isWhitespace).last.map { collectionText(String($0)) } ?? ""
        var head = Head(variable: variable, collection: collection, name: "\(variable)-\(source)")
        while let token = parser.peek {
            if parser.take(symbol: ",") { continue }
            if parser.take(.identifier("reversed")) {
                head.reversed = true
                continue
            }
            guard case .identifier(let option) = token else { try parser.expectEnd(); break }
            _ = parser.next()
            guard parser.take(symbol: ":") else { throw LiquidError(.syntax, "unexpected '\(option)'") }
            if option == "offset", parser.take(.identifier("continue")) {
                head.continues = true
            } else {
                head.options[option] = try parser.expression()
            }
        }
        return head
    }

    /// The collection as it was written: up to its bracket or the first space.
    private func collectionText(_ rest: String) -> String {
        if rest.first == "(", let end = rest.firstIndex(of: ")") { return rest[...end].filter { !$0.isWhitespace } }
        return String(rest.prefix { !$0.isWhitespace && $0 != "," })
    }

    mutating func loop(_ markup: String, _ line: Int) throws -> LiquidNode {
        let head = try head(markup)
        var (body, end) = try body(of: "for", until: ["else", "endfor"], line: line)
        var otherwise: LiquidBlock?
        while end.name == "else" {
            let (block, next) = try self.body(of: "for", until: ["else", "endfor"], line: line)
            if otherwise == nil { otherwise = block }
            end = next
        }
        if body.isBlank, otherwise?.isBlank ?? true {
            body = body.withoutSpace
            otherwise = otherwise?.withoutSpace
        }
        return .loop(made(head, body: body, otherwise: otherwise, line: line))
    }

    mutating func tableRow(_ markup: String, _ line: Int) throws -> LiquidNode {
        let head = try head(markup)
        let (body, _) = try body(of: "tablerow", until: ["endtablerow"], line: line)
        return .tableRow(made(head, body: body, otherwise: nil, line: line), columns: head.options["cols"])
    }

    private func made(_ head: Head, body: LiquidBlock, otherwise: LiquidBlock?, line: Int) -> LiquidNode.Loop {
        LiquidNode.Loop(
            variable: head.variable, collection: head.collection, name: head.name, reversed: head.reversed, limit: head.options["limit"],
            offset: head.options["offset"], continues: head.continues, body: body, otherwise: otherwise, line: line)
    }
}
