/// What a template refers to, found without rendering it.
struct TemplateUses {
    struct Output: Hashable {
        let root: String
        let path: String
        let line: Int
        /// It has a `default` filter, or stands inside a test of the same variable.
        let hasFallback: Bool
    }

    struct Fragment: Hashable {
        let key: String
        let line: Int
    }

    private(set) var outputs: [Output] = []
    private(set) var fragments: [Fragment] = []
    /// Variables the template makes itself.
    private(set) var assigned: Set<String> = []
    /// Bytes in EUC-KR of what is written for everybody: ASCII one, other characters two.
    private(set) var fixedKoreanBytes = 0

    init(_ template: LiquidTemplate) { visit(template.block, tested: []) }

    private mutating func visit(_ block: LiquidBlock, tested: Set<String>) {
        for node in block.nodes { visit(node, tested: tested) }
    }

    private mutating func visit(_ node: LiquidNode, tested: Set<String>) {
        switch node {
        case .text(let text): fixedKoreanBytes += text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
        case .output(let expression, let line): note(expression, line: line, tested: tested)
        case .assign(let name, _, _): assigned.insert(name)
        case .capture(let name, let body):
            assigned.insert(name)
            visit(body, tested: tested)
        case .choice(let branches, let otherwise, _):
            for branch in branches { visit(branch.body, tested: tested.union(Self.paths(of: branch.condition))) }
            if let otherwise { visit(otherwise, tested: tested) }
        case .caseOf(let subject, let branches, _):
            let known = tested.union(subject.plainPath.map { [$0.joined(separator: ".")] } ?? [])
            for branch in branches { visit(branch.body, tested: known) }
        case .loop(let loop), .tableRow(let loop, _):
            assigned.insert(loop.variable)
            visit(loop.body, tested: tested)
            if let otherwise = loop.otherwise { visit(otherwise, tested: tested) }
        case .ifChanged(let body): visit(body, tested: tested)
        case .partial(let call):
            if case .literal(.string(let key)) = call.name { fragments.append(Fragment(key: key, line: call.line)) }
        case .increment(let name), .decrement(let name): assigned.insert(name)
        case .breakLoop, .continueLoop, .cycle: break
        }
    }

    private mutating func note(_ expression: FilteredExpression, line: Int, tested: Set<String>) {
        guard let names = expression.base.plainPath, let root = names.first else { return }
        let path = names.joined(separator: ".")
        let hasFallback = expression.filters.contains { $0.name == "default" } || tested.contains { path == $0 || path.hasPrefix($0 + ".") }
        outputs.append(Output(root: root, path: path, line: line, hasFallback: hasFallback))
    }

    /// Variables whose presence a condition tests.
    private static func paths(of condition: Condition) -> Set<String> {
        switch condition {
        case .truthy(let expression), .compare(let expression, _, _): expression.plainPath.map { [$0.joined(separator: ".")] } ?? []
        case .and(let left, let right), .or(let left, let right): paths(of: left).union(paths(of: right))
        }
    }
}
