import DequeModule
import Dispatch
import Synchronization

/// Where callers leave work for the connection threads. Bounded; closing refuses new work and lets the rest finish.
final class PostgresWorkQueue: Sendable {
    typealias Work = @Sendable (PostgresSession) -> Void

    private struct State {
        var work: Deque<Work> = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)
    private let waitingMax: Int

    init(waitingMax: Int) { self.waitingMax = waitingMax }

    /// - Throws: ``StorageError/unavailable(_:)`` past the limit, ``StorageError/closed``.
    func append(_ work: @escaping Work) throws(StorageError) {
        let refusal: StorageError? = state.withLock { state in
            if state.isClosed { return .closed }
            if state.work.count >= waitingMax { return .unavailable("too many calls wait for PostgreSQL") }
            state.work.append(work)
            return nil
        }
        if let refusal { throw refusal }
        available.signal()
    }

    /// Calls that wait.
    var count: Int { state.withLock { $0.work.count } }

    enum Turn {
        case work(Work)
        case idle
        case closed
    }

    /// Blocks a connection thread until there is work, for `idleLimit` at most.
    func next(idleLimit: Duration) -> Turn {
        let woken = available.wait(timeout: .now() + .milliseconds(Int(idleLimit.milliseconds)))
        if woken == .timedOut { return .idle }
        return state.withLock { state in
            if let work = state.work.popFirst() { return .work(work) }
            return state.isClosed ? .closed : .idle
        }
    }

    func close(threads: Int) {
        state.withLock { $0.isClosed = true }
        for _ in 0..<threads { available.signal() }
    }
}
