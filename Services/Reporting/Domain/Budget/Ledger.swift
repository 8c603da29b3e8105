import CommonModels

/// The balances that the entries so far add up to, and the rules a further entry must keep.
package struct Ledger: Sendable {
    /// 10^15 minor units: far below where sums of entries could overflow.
    package static let amountMax: Int64 = 1_000_000_000_000_000

    private var balances: [LedgerAccount: Int64] = [:]

    package init() {}

    package init(balances: [LedgerAccount: Int64]) { self.balances = balances }

    package func balance(_ account: LedgerAccount) -> Int64 { balances[account] ?? 0 }

    /// Always zero: money only moves.
    package var total: Int64 { balances.values.reduce(0, +) }

    /// Checks an action against the balances. Spending may overrun, since an invoice is a fact; promising may not.
    /// - Throws: ``BudgetProblem``; then nothing has moved.
    package func check(_ action: LedgerAction) throws(BudgetProblem) {
        let amount = action.minorUnits
        guard amount > 0 else { throw .amountNotPositive }
        guard amount <= Self.amountMax else { throw .amountTooLarge }
        switch action {
        case .contribute: break
        case .allot: if balance(.pool) < amount { throw .poolExhausted(available: balance(.pool)) }
        case .giveBack(let id, _), .commit(let id, _):
            if balance(.available(id)) < amount { throw .budgetExhausted(available: balance(.available(id))) }
        case .release(let id, _):
            if balance(.committed(id)) < amount { throw .notCommitted(committed: balance(.committed(id))) }
        case .spend(let id, _, let ordered):
            guard ordered >= 0, ordered <= amount else { throw .amountNotPositive }
            if balance(.committed(id)) < ordered { throw .notCommitted(committed: balance(.committed(id))) }
        }
    }

    /// Adds an entry that ``check(_:)`` allows.
    /// - Throws: ``BudgetProblem``; then nothing has moved.
    package mutating func post(_ entry: LedgerEntry) throws(BudgetProblem) {
        try check(entry.action)
        for posting in entry.postings { balances[posting.account, default: 0] += posting.minorUnits }
    }
}
