import Synchronization

/// Counts across tasks.
final class Tally: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    /// - Returns: the new count.
    @discardableResult
    func add() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}
