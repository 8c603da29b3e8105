package import CommonModels
import Synchronization

/// A rate with a burst: tokens come back steadily, each request takes one.
package final class TokenBucket: Sendable {
    package let perSecond: Double
    package let burst: Double
    private let state: Mutex<State>

    private struct State {
        var tokens: Double
        var at: Instant
    }

    /// - Parameter burst: how many may come at once; two seconds' worth if not given.
    package init(perSecond: Double, burst: Double? = nil, at start: Instant) {
        self.perSecond = perSecond
        self.burst = burst ?? max(1, perSecond * 2)
        state = Mutex(State(tokens: self.burst, at: start))
    }

    /// Takes one token.
    /// - Returns: nil when there was one, otherwise the whole seconds until there will be.
    package func take(at now: Instant) -> Int? {
        state.withLock { state in
            refill(&state, at: now)
            guard state.tokens < 1 else {
                state.tokens -= 1
                return nil
            }
            return max(1, Int(((1 - state.tokens) / perSecond).rounded(.up)))
        }
    }

    /// Gives a token back that was not needed.
    package func giveBack() { state.withLock { $0.tokens = min(burst, $0.tokens + 1) } }

    /// Whether a token is there, without taking it.
    package func hasToken(at now: Instant) -> Bool {
        state.withLock { state in
            refill(&state, at: now)
            return state.tokens >= 1
        }
    }

    private func refill(_ state: inout State, at now: Instant) {
        guard now > state.at else { return }
        let seconds = Double(now.microseconds - state.at.microseconds) / 1e6
        state.tokens = min(burst, state.tokens + seconds * perSecond)
        state.at = now
    }
}
