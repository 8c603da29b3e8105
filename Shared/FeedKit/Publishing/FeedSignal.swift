import Synchronization

/// Wakes readers that hold a long poll when something was committed in this process.
final class FeedSignal: Sendable {
    private struct State {
        var version = 0
        var isClosed = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Counts commits; read it before reading the feed, so that none is missed between the two.
    var version: Int { state.withLock { $0.version } }

    func wake() {
        let waiters = state.withLock { state in
            state.version += 1
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends every wait, now and later: the service is shutting down.
    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Returns after a commit later than `version`, after `limit`, or when the caller is cancelled.
    func wait(after version: Int, limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends early only when the wait is over.
                try? await Task.sleep(for: limit)
            }
            group.addTask { await self.wait(after: version) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(after version: Int) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.version != version || state.isClosed || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }
}
