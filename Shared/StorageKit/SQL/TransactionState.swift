/// What both engines keep about an open transaction: whether a failure doomed it, and whom to wake after commit.
struct TransactionState {
    private(set) var doom: (any Error)?
    private(set) var actions: [@Sendable () -> Void] = []
    private(set) var depth = 0

    mutating func fail(with error: any Error) {
        if doom == nil { doom = error }
    }

    /// Opens a savepoint; its number names it.
    mutating func enter() -> (number: Int, actions: Int) {
        depth += 1
        return (depth, actions.count)
    }

    mutating func leave() { depth -= 1 }

    /// A savepoint was rolled back: its failure and its wishes are gone.
    mutating func rollBack(toActions count: Int) {
        doom = nil
        actions.removeSubrange(count...)
    }

    mutating func afterCommit(_ action: @escaping @Sendable () -> Void) { actions.append(action) }

    /// - Throws: the failure that doomed the transaction, if one did.
    func checkCommittable() throws {
        if let doom { throw doom }
    }
}
