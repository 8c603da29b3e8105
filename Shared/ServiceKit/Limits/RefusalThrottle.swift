package import CommonModels
import Synchronization

/// Slows down whoever keeps presenting wrong credentials: one bucket an address (or account), of which a failure takes a token.
package final class RefusalThrottle: Sendable {
    /// Addresses remembered; past it the memory starts anew.
    package static let entriesMax = 10_000

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[String: TokenBucket]>([:])

    package init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// - Throws: ``Problem/tooManyRequests(retryAfter:)`` while `who` has used up its failures.
    package func check(_ who: String, at now: Instant) throws {
        guard let bucket = buckets.withLock({ $0[who] }), !bucket.hasToken(at: now) else { return }
        throw Problem.tooManyRequests(retryAfter: Int((1 / perSecond).rounded(.up)))
    }

    /// Counts one failure of `who`.
    package func failed(_ who: String, at now: Instant) { _ = bucket(who, at: now).take(at: now) }

    /// Counts a failure beforehand, where many may be tried at once; ``giveBack(_:)`` takes it back.
    /// - Throws: ``Problem/tooManyRequests(retryAfter:)`` while `who` has used up its failures.
    package func reserve(_ who: String, at now: Instant) throws {
        if let seconds = bucket(who, at: now).take(at: now) { throw Problem.tooManyRequests(retryAfter: seconds) }
    }

    package func giveBack(_ who: String) { buckets.withLock { $0[who] }?.giveBack() }

    private func bucket(_ who: String, at now: Instant) -> TokenBucket {
        buckets.withLock { buckets in
            if let bucket = buckets[who] { return bucket }
            if buckets.count >= Self.entriesMax { buckets = [:] }
            let bucket = TokenBucket(perSecond: perSecond, burst: burst, at: now)
            buckets[who] = bucket
            return bucket
        }
    }

    /// Forgets the failures of `who`, after a success.
    package func succeeded(_ who: String) { buckets.withLock { $0[who] = nil } }
}
