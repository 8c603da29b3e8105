package import CommonModels
import Synchronization

/// Stops calling a neighbour that keeps failing, and tries it again after a rest that doubles.
///
/// Closed: calls pass. After ``failuresMax`` failures in a row it opens for a second, then one call may try; if that
/// fails the rest doubles up to ``restMax``.
package final class CircuitBreaker: Sendable {
    package static let failuresMax = 5
    package static let restMin = Duration.seconds(1)
    package static let restMax = Duration.seconds(30)

    private let state = Mutex(State())

    private struct State {
        var failures = 0
        var rest = CircuitBreaker.restMin
        var openUntil: Instant?
        var isTrying = false
    }

    package init() {}

    /// Asks whether a call may go out. Whoever got `nil` must report ``succeeded()`` or ``failed(at:)``.
    /// - Returns: how long to rest, nil if the call may go out.
    package func rest(at now: Instant) -> Duration? {
        state.withLock { state in
            guard let openUntil = state.openUntil else { return nil }
            guard now >= openUntil else { return openUntil - now }
            guard !state.isTrying else { return Self.restMin }
            state.isTrying = true
            return nil
        }
    }

    package func succeeded() { state.withLock { $0 = State() } }

    package func failed(at now: Instant) {
        state.withLock { state in
            state.failures += 1
            if state.isTrying {
                state.isTrying = false
                state.rest = min(state.rest * 2, Self.restMax)
                state.openUntil = now + state.rest
            } else if state.failures >= Self.failuresMax, state.openUntil == nil {
                state.openUntil = now + state.rest
            }
        }
    }

    /// A call that neither succeeded nor failed, because its caller gave up.
    package func abandoned() { state.withLock { $0.isTrying = false } }
}
