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
    package func failed(_ who: String, at now: Instant) {
        let bucket = buckets.withLock { buckets in
            if let bucket = buckets[who] { return bucket }
            if buckets.count >= Self.entriesMax { buckets = [:] }
            let bucket = TokenBucket(perSecond: perSecond, burst: burst, at: now)
            buckets[who] = bucket
            return bucket
        }
        _ = bucket.take(at: now)
    }

    /// Forgets the failures of `who`, after a success.
    package func succeeded(_ who: String) { buckets.withLock { $0[who] = nil } }
}
