/// `for`, `tablerow` and fragments.
extension LiquidRenderer {
    /// The items a loop visits, after offset, limit and `reversed`.
    private func items(of loop: LiquidNode.Loop) throws -> [LiquidValue] {
        let all = try value(of: loop.collection).items(limit: state.environment.limits.loopMax)
        let offset = loop.continues ? state.loopEnds[loop.name, default: 0] : try bound(loop.offset) ?? 0
        let start = min(max(0, offset), all.count)
        let count = try bound(loop.limit).map { max(0, $0) } ?? all.count
        let end = min(all.count, count > all.count ? all.count : start + count)
        state.loopEnds[loop.name] = end
        let chosen = Array(all[start..<end])
        guard chosen.count <= state.environment.limits.loopMax else {
            throw LiquidError(.limit, "a loop may run at most \(state.environment.limits.loopMax) times")
        }
        return loop.reversed ? chosen.reversed() : chosen
    }

    private func bound(_ expression: Expression?) throws -> Int? {
        guard let expression else { return nil }
        switch try value(of: expression) {
        case .null: return nil
        case .integer(let number): return Int(clamping: number)
        case .number(let number): return Int(clamping: LiquidNumber.number(number).whole)
        case .string(let text), .markup(let text):
            if let number = LiquidNumber.parse(text) { return Int(clamping: number.whole) }
        case .bool, .array, .object, .range, .empty, .blank: break
        }
        throw LiquidError(.argument, "limit and offset must be whole numbers")
    }

    func run(_ loop: LiquidNode.Loop) throws -> Flow {
        let items = try located(loop.line) { try self.items(of: loop) }
        guard !items.isEmpty else { return try loop.otherwise.map { try render($0) } ?? .normal }
        state.loops.append(ForLoop(name: loop.name, length: items.count, parent: state.loops.last))
        state.pushScope()
        defer {
            state.popScope()
            state.loops.removeLast()
        }
        for (index, item) in items.enumerated() {
            try located(loop.line) { try state.step() }
            state.loops[state.loops.count - 1].index = index
            state.bind(loop.variable, item)
            if try render(loop.body) == .breaks { break }
        }
        return .normal
    }

    func table(_ loop: LiquidNode.Loop, columns: Expression?) throws {
        let items = try self.items(of: loop)
        let columns = try bound(columns).map { max(1, $0) } ?? max(1, items.count)
        var progress = ForLoop(name: loop.name, length: items.count, parent: nil)
        state.pushScope()
        defer { state.popScope() }
        try state.write("<tr class=\"row1\">\n")
        for (index, item) in items.enumerated() {
            try state.step()
            progress.index = index
            state.bind(loop.variable, item)
            state.bind("tablerowloop", progress.tableValue(columns: columns))
            try state.write("<td class=\"col\(index % columns + 1)\">")
            let flow = try render(loop.body)
            try state.write("</td>")
            if flow == .breaks { break }
            if index % columns == columns - 1, index < items.count - 1 { try state.write("</tr>\n<tr class=\"row\(index / columns + 2)\">") }
        }
        try state.write("</tr>\n")
    }

    func partial(_ call: LiquidNode.PartialCall) throws -> Flow {
        guard let name = try value(of: call.name).stringValue else { throw LiquidError(.argument, "the key of a fragment must be a text") }
        guard let template = state.partials[name] else { throw LiquidError(.missingPartial, "there is no published fragment '\(name)'") }
        state.partialDepth += 1
        defer { state.partialDepth -= 1 }
        guard state.partialDepth <= state.environment.limits.partialDepthMax else { throw LiquidError(.limit, "fragments nest too deeply") }
        var values = Dictionary(try call.options.map { ($0.name, try value(of: $0.value)) }, uniquingKeysWith: { $1 })
        let variable = call.alias ?? name
        let bound = try call.bound.map { try value(of: $0) }
        let rounds: [LiquidValue?]
        switch bound {
        case .array(let items)? where call.repeats || !call.isolated: rounds = items
        case .range(let first, let last)? where call.repeats: rounds = try LiquidValue.range(first, last).items(limit: state.environment.limits.loopMax)
        default: rounds = [bound]
        }
        var progress = ForLoop(name: name, length: rounds.count, parent: nil)
        for (index, item) in rounds.enumerated() {
            progress.index = index
            if let item { values[variable] = item }
            if call.repeats { values["forloop"] = progress.value }
            let flow = try render(template, named: name, values, isolated: call.isolated)
            if flow != .normal, !call.isolated { return flow }
        }
        return .normal
    }

    private func render(_ template: LiquidTemplate, named name: String, _ values: [String: LiquidValue], isolated: Bool) throws -> Flow {
        var flow = Flow.normal
        do {
            if isolated {
                try state.isolated(values) { _ = try render(template.block) }
            } else {
                state.pushScope(values)
                defer { state.popScope() }
                flow = try render(template.block)
            }
        } catch var error as LiquidError {
            if error.partial == nil { error.partial = name }
            throw error
        }
        return flow
    }
}
