import DequeModule
import Dispatch
import Synchronization

/// Where callers leave work for the connection threads. Bounded; closing refuses new work and lets the rest finish.
///
/// Of the threads that wait the one that worked last gets the next work: its connection's server process has at hand what it
/// needs, and those that are not needed have nothing to do for long enough to be closed.
final class PostgresWorkQueue: Sendable {
    typealias Work = @Sendable (PostgresSession) -> Void

    private struct State {
        var work: Deque<Work> = []
        var isClosed = false
        /// Those who wait, the one that worked last at the end.
        var waiting: [Bell] = []
    }

    /// What wakes one thread.
    final class Bell: Sendable {
        fileprivate let rung = DispatchSemaphore(value: 0)
    }

    private let state = Mutex(State())
    private let waitingMax: Int

    init(waitingMax: Int) { self.waitingMax = waitingMax }

    /// - Throws: ``StorageError/unavailable(_:)`` past the limit, ``StorageError/closed``.
    func append(_ work: @escaping Work) throws(StorageError) {
        let (bell, refusal): (Bell?, StorageError?) = state.withLock { state in
            if state.isClosed { return (nil, .closed) }
            if state.work.count >= waitingMax { return (nil, .unavailable("too many calls wait for PostgreSQL")) }
            state.work.append(work)
            return (state.waiting.popLast(), nil)
        }
        if let refusal { throw refusal }
        bell?.rung.signal()
    }

    /// Calls that wait.
    var count: Int { state.withLock { $0.work.count } }

    enum Turn {
        case work(Work)
        case idle
        case closed
    }

    /// Blocks a connection thread until there is work, for `idleLimit` at most.
    ///
    /// - Parameters:
    ///   - bell: the thread's own.
    ///   - isWarm: whether it has a connection; without one it is woken after all that have.
    func next(_ bell: Bell, isWarm: Bool, idleLimit: Duration) -> Turn {
        let end = DispatchTime.now() + .milliseconds(Int(idleLimit.milliseconds))
        while true {
            let turn: Turn? = state.withLock { state in
                if let work = state.work.popFirst() { return .work(work) }
                if state.isClosed { return .closed }
                state.waiting.insert(bell, at: isWarm ? state.waiting.count : 0)
                return nil
            }
            if let turn { return turn }
            if bell.rung.wait(timeout: end) == .success { continue }
            let isStillWaiting = state.withLock { state in
                guard let place = state.waiting.firstIndex(where: { $0 === bell }) else { return false }
                state.waiting.remove(at: place)
                return true
            }
            if isStillWaiting { return .idle }
            // Rung just now: the work it was rung for must not lie.
            bell.rung.wait()
        }
    }

    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for bell in waiting { bell.rung.signal() }
    }
}
