/// A parsed piece of a template.
indirect enum LiquidNode: Sendable {
    case text(String)
    case output(FilteredExpression, line: Int)
    case assign(String, FilteredExpression, line: Int)
    case capture(String, LiquidBlock)
    case choice([Branch], otherwise: LiquidBlock?, line: Int)
    case caseOf(Expression, [CaseBranch], line: Int)
    case loop(Loop)
    case tableRow(Loop, columns: Expression?)
    case breakLoop
    case continueLoop
    case increment(String)
    case decrement(String)
    case cycle(group: Expression?, key: String, [Expression], line: Int)
    case ifChanged(LiquidBlock)
    case partial(PartialCall)

    /// `if`/`elsif`; `unless` negates its own condition.
    struct Branch: Sendable {
        let condition: Condition
        let negated: Bool
        let body: LiquidBlock
    }

    /// `when` with its values, or `else` without.
    struct CaseBranch: Sendable {
        let values: [Expression]?
        let body: LiquidBlock
    }

    struct Loop: Sendable {
        let variable: String
        let collection: Expression
        /// `variable-collection`, as `forloop.name` shows it and `offset: continue` remembers it.
        let name: String
        let reversed: Bool
        let limit: Expression?
        let offset: Expression?
        let continues: Bool
        let body: LiquidBlock
        let otherwise: LiquidBlock?
        let line: Int
    }

    /// `render` and `include`.
    struct PartialCall: Sendable {
        let name: Expression
        /// `render` sees only what it is given; `include` shares the scope.
        let isolated: Bool
        let bound: Expression?
        /// `for` renders the fragment once per item.
        let repeats: Bool
        let alias: String?
        let options: [(name: String, value: Expression)]
        let line: Int
    }
}

/// Nodes between two tags.
struct LiquidBlock: Sendable {
    var nodes: [LiquidNode]

    /// Nothing in here writes anything but white space, which Liquid then leaves out.
    var isBlank: Bool { nodes.allSatisfy(\.isBlank) }

    /// The block without white space texts.
    var withoutSpace: LiquidBlock {
        LiquidBlock(nodes: nodes.filter { if case .text = $0 { false } else { true } })
    }
}

extension LiquidNode {
    var isBlank: Bool {
        switch self {
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .assign, .capture: true
        case .choice(let branches, let otherwise, _): branches.allSatisfy(\.body.isBlank) && otherwise?.isBlank ?? true
        case .caseOf(_, let branches, _): branches.allSatisfy(\.body.isBlank)
        case .loop(let loop): loop.body.isBlank && loop.otherwise?.isBlank ?? true
        case .output, .tableRow, .breakLoop, .continueLoop, .increment, .decrement, .cycle, .ifChanged, .partial: false
        }
    }
}
