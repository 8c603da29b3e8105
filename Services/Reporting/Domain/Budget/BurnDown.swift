/// How an initiative uses its money over one quarter.
package struct BurnDown: Hashable, Sendable {
    /// Minor units.
    package let budget: Int64
    package let spent: Int64
    package let committed: Int64
    package let spentInQuarter: Int64
    /// Spent by the end of the quarter: spent before it + the larger of (this quarter's spending × days ÷ days elapsed) and (this quarter's
    /// spending + open orders).
    package let forecast: Int64
    package let status: Status

    package enum Status: String, Hashable, Sendable, CaseIterable {
        case notStarted, onPlan
        /// The forecast is past the budget.
        case overrunExpected
        /// Spending is past the budget.
        case overrun
    }

    package init(budget: Int64, spent: Int64, committed: Int64, spentInQuarter: Int64, elapsedDays: Int, totalDays: Int) {
        self.budget = budget
        self.spent = spent
        self.committed = committed
        self.spentInQuarter = spentInQuarter
        let elapsed = max(1, min(elapsedDays, totalDays))
        let runRate = Int64(Int128(spentInQuarter) * Int128(totalDays) / Int128(elapsed))
        forecast = spent - spentInQuarter + max(runRate, spentInQuarter + committed)
        if spent > budget {
            status = .overrun
        } else if forecast > budget {
            status = .overrunExpected
        } else {
            status = spent == 0 && committed == 0 ? .notStarted : .onPlan
        }
    }
}
