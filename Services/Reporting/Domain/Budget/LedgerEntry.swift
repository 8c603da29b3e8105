package import CommonModels

/// One movement of money, never changed once written; a mistake is undone by an opposite entry.
package struct LedgerEntry: Hashable, Sendable, Identifiable {
    package static let memoLengthMax = 200  // characters

    package let id: EntryID
    /// The day it counts for, which decides its quarter.
    package let day: Day
    package let recordedAt: Instant
    package let action: LedgerAction
    package let memo: String
    /// Minor units of the pool's currency added to each account. They sum to zero.
    package let postings: [Posting]

    package struct Posting: Hashable, Sendable {
        package let account: LedgerAccount
        package let minorUnits: Int64

        package init(_ account: LedgerAccount, _ minorUnits: Int64) {
            self.account = account
            self.minorUnits = minorUnits
        }
    }

    /// - Throws: ``BudgetProblem/amountNotPositive`` or ``BudgetProblem/memoTooLong(max:)``.
    package init(id: EntryID, day: Day, recordedAt: Instant, action: LedgerAction, memo: String) throws(BudgetProblem) {
        guard action.minorUnits > 0 else { throw .amountNotPositive }
        guard memo.count <= Self.memoLengthMax else { throw .memoTooLong(max: Self.memoLengthMax) }
        self.id = id
        self.day = day
        self.recordedAt = recordedAt
        self.action = action
        self.memo = memo
        postings = action.postings
    }
}
