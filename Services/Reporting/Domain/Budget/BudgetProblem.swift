package import CommonModels

/// Why the shared budget refuses something.
package enum BudgetProblem: Error, Hashable, Sendable {
    case amountNotPositive
    case amountTooLarge
    case memoTooLong(max: Int)
    case nameInvalid(max: Int)
    case sharesMustSumTo100(basisPoints: Int)
    case shareNotPositive(DepartmentID)
    case tooManyShares(max: Int)
    /// Wanted more than the pool holds.
    case poolExhausted(available: Int64)
    /// Wanted to order, or give back, more than is left of the initiative's money.
    case budgetExhausted(available: Int64)
    /// Wanted to release or pay from orders more than is ordered.
    case notCommitted(committed: Int64)
    case notApproved(InitiativeID)
    /// Money of a day to come cannot be spent today.
    case dayToCome(today: Day)
    case alreadyDecided(InitiativeID)
    case wrongCurrency(expected: Currency)
    /// There are as many as can be listed.
    case tooManyDepartments(max: Int)
    case tooManyInitiatives(max: Int)
    /// Names tell departments apart.
    case departmentExists
    case departmentNotFound(DepartmentID)
    case initiativeNotFound(InitiativeID)
}
