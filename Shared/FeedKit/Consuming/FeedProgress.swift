import CommonModels
import Metrics
import ServiceKit
import Synchronization

/// What is known of a consumer's lag; read by metrics and readiness.
final class FeedProgress: Sendable {
    private struct State {
        var position: Int64 = 0
        var head: Int64 = 0
        /// When the consumer was last at the end of the feed; at first, when it started.
        var caughtUpAt: Instant
        var hasHeard = false
        var deadLetters = 0
        /// What the feed dropped before it was read.
        var gone: FeedHistoryGone?
    }

    private let state: Mutex<State>
    private let name: String
    private let lagEvents: Gauge
    private let lagSeconds: Gauge
    private let deadLetters: Counter
    private let historyGone: Gauge

    init(name: String, now: Instant) {
        self.name = name
        state = Mutex(State(caughtUpAt: now))
        let dimensions = [("consumer", name)]
        lagEvents = Gauge(label: "maru_feed_lag_events", dimensions: dimensions)
        lagSeconds = Gauge(label: "maru_feed_lag_seconds", dimensions: dimensions)
        deadLetters = Counter(label: "maru_feed_dead_letters_total", dimensions: dimensions)
        historyGone = Gauge(label: "maru_feed_history_gone", dimensions: dimensions)
    }

    /// The feed answered; what it told of is not applied yet.
    func heard(of head: Int64, at position: Int64, now: Instant) {
        record(at: now) { state in
            state.position = position
            state.head = max(head, position)
            state.hasHeard = true
            state.gone = nil
        }
        historyGone.record(0)
    }

    /// A round failed: the lag goes on counting from the last success.
    func failed(now: Instant) { record(at: now, isFailing: true) { _ in } }

    /// The consumer has stopped: what comes next is not in the feed any more.
    func stopped(_ gone: FeedHistoryGone) {
        state.withLock { $0.gone = gone }
        historyGone.record(1)
    }

    func moved(to position: Int64, head: Int64, now: Instant) {
        record(at: now) { state in
            state.position = position
            state.head = max(head, position)
            state.hasHeard = true
            if state.head == position { state.caughtUpAt = now }
        }
    }

    private func record(at now: Instant, isFailing: Bool = false, _ change: (inout State) -> Void) {
        let (events, seconds) = state.withLock { state in
            change(&state)
            return (state.head - state.position, Self.seconds(now - state.caughtUpAt))
        }
        lagEvents.record(events)
        lagSeconds.record(events == 0 && !isFailing ? 0 : seconds)
    }

    func setAside(_ count: Int) {
        state.withLock { $0.deadLetters += count }
        deadLetters.increment(by: count)
    }

    var position: Int64 { state.withLock { $0.position } }
    var lag: Int64 { state.withLock { $0.head - $0.position } }

    func readiness(now: Instant, lagMax: Duration) -> ReadinessCheck {
        state.withLock { state in
            if let gone = state.gone {
                return ReadinessCheck(
                    name: "feed \(name)", isReady: false,
                    detail: "stopped: the feed no longer keeps the events after \(gone.position), up to \(gone.removedThrough)")
            }
            let lag = state.head - state.position
            let isBehind = lag > 0 && now - state.caughtUpAt > lagMax
            let detail =
                state.hasHeard
                ? "\(lag) events behind" + (state.deadLetters > 0 ? ", \(state.deadLetters) set aside" : "")
                : "nothing heard of this feed yet"
            return ReadinessCheck(name: "feed \(name)", isReady: !isBehind, detail: detail)
        }
    }

    private static func seconds(_ duration: Duration) -> Double { Double(duration.microseconds) / 1_000_000 }
}
