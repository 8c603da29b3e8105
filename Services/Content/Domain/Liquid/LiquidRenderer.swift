package import CommonModels
import OrderedCollections

extension LiquidTemplate {
    /// Renders with `data` as the variables.
    /// - Parameter partials: the fragments `render` and `include` may name, by key.
    /// - Throws: ``LiquidError`` naming the line; nothing is half-rendered.
    package func render(_ data: JSONObject, in environment: LiquidEnvironment, partials: [String: LiquidTemplate] = [:]) throws(LiquidError) -> String {
        let state = RenderState(environment: environment, data: data.mapValues(LiquidValue.init), partials: partials)
        do {
            _ = try LiquidRenderer(state: state).render(block)
            return state.output
        } catch let error as LiquidError {
            throw error
        } catch {
            throw LiquidError(.syntax, "the template cannot be rendered", line: 1)
        }
    }
}

/// Walks the nodes of a template and writes to its state.
struct LiquidRenderer {
    let state: RenderState

    /// How a block ended.
    enum Flow { case normal, breaks, continues }

    func render(_ block: LiquidBlock) throws -> Flow {
        for node in block.nodes {
            let flow = try render(node)
            if flow != .normal { return flow }
        }
        return .normal
    }

    private func render(_ node: LiquidNode) throws -> Flow {
        try state.step()
        switch node {
        case .text(let text): try state.write(text)
        case .output(let expression, let line): try located(line) { try state.write(value(of: expression)) }
        case .assign(let name, let expression, let line): try located(line) { state.assign(name, try value(of: expression)) }
        case .capture(let name, let body): return try capture(name, body)
        case .choice(let branches, let otherwise, let line):
            for branch in branches where try located(line, { try test(branch.condition) }) != branch.negated { return try render(branch.body) }
            if let otherwise { return try render(otherwise) }
        case .caseOf(let subject, let branches, let line): return try caseOf(subject, branches, line)
        case .loop(let loop): return try run(loop)
        case .tableRow(let loop, let columns): try located(loop.line) { try table(loop, columns: columns) }
        case .breakLoop: return .breaks
        case .continueLoop: return .continues
        case .increment(let name): try state.write(.integer(state.increment(name)))
        case .decrement(let name): try state.write(.integer(state.decrement(name)))
        case .cycle(let group, let key, let items, let line): try located(line) { try cycle(group, key, items) }
        case .ifChanged(let body): return try ifChanged(body)
        case .partial(let call): return try located(call.line) { try partial(call) }
        }
        return .normal
    }

    func located<T>(_ line: Int, _ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as LiquidError { throw error.at(line) }
    }

    /// Renders into a text of its own.
    private func captured(_ body: LiquidBlock) throws -> (String, Flow) {
        let outer = state.output
        state.output = ""
        defer { state.output = outer }
        let flow = try render(body)
        return (state.output, flow)
    }

    private func capture(_ name: String, _ body: LiquidBlock) throws -> Flow {
        let (text, flow) = try captured(body)
        state.assign(name, state.environment.escapesHTML ? .markup(text) : .string(text))
        return flow
    }

    private func ifChanged(_ body: LiquidBlock) throws -> Flow {
        let (text, flow) = try captured(body)
        if text != state.lastChanged {
            state.lastChanged = text
            try state.write(text)
        }
        return flow
    }

    private func caseOf(_ subject: Expression, _ branches: [LiquidNode.CaseBranch], _ line: Int) throws -> Flow {
        let value = try located(line) { try self.value(of: subject) }
        var matched = false
        for branch in branches {
            guard let candidates = branch.values else {
                if !matched, case let flow = try render(branch.body), flow != .normal { return flow }
                continue
            }
            for candidate in candidates where value.equals(try located(line, { try self.value(of: candidate) })) {
                matched = true
                let flow = try render(branch.body)
                if flow != .normal { return flow }
            }
        }
        return .normal
    }

    private func cycle(_ group: Expression?, _ key: String, _ items: [Expression]) throws {
        let name = try group.map { "named:" + (try value(of: $0)).text } ?? "items:" + key
        let position = state.cycles[name, default: 0]
        if position < items.count { try state.write(value(of: items[position])) }
        state.cycles[name] = position + 1 >= items.count ? 0 : position + 1
    }
}
