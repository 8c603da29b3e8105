import CommonModels
import Synchronization

/// Wakes the clock of this process when a timer was set that is due before the one it sleeps for.
package final class MembershipAlarm: Sendable {
    private struct State {
        var sleepsUntil = Instant.distantFuture
        var isRung = false
        var sleeper: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    package init() {}

    /// Says that a timer is due at `instant`.
    func set(_ instant: Instant) {
        state.withLock { state in
            guard instant < state.sleepsUntil else { return }
            state.isRung = true
            state.sleeper?.finish()
        }
    }

    /// From now every timer rings: the clock is about to look.
    func beginLooking() { state.withLock { $0.sleepsUntil = .distantFuture } }

    /// From now only timers before `instant` ring.
    func sleeps(until instant: Instant) { state.withLock { $0.sleepsUntil = instant } }

    /// Returns when it rings, after `pause`, or when the task is cancelled.
    func wait(atMost pause: Duration?) async {
        let ring: AsyncStream<Void>? = state.withLock { state in
            guard !state.isRung else {
                state.isRung = false
                return nil
            }
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            state.sleeper = continuation
            return stream
        }
        guard let ring else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in ring {} }
            if let pause { group.addTask { try? await Task.sleep(for: pause) } }  // cancelled when it rings
            await group.next()
            group.cancelAll()
        }
        state.withLock { state in
            state.isRung = false
            state.sleeper = nil
        }
    }
}
