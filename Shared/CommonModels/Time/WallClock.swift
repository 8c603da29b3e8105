import Foundation
import Synchronization

/// Where a service reads the time. Rules never do: they take an ``Instant``.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Instant

    package init(now: @escaping @Sendable () -> Instant) { self.now = now }

    /// The machine's clock.
    package static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    package static func fixed(_ instant: Instant) -> WallClock { WallClock { instant } }
}

/// A clock that tests move by hand.
package final class ManualTime: Sendable {
    private let instant: Mutex<Instant>

    package init(_ start: Instant) { instant = Mutex(start) }

    package var clock: WallClock { WallClock { self.instant.withLock { $0 } } }

    package func advance(by duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
    package func set(_ newInstant: Instant) { instant.withLock { $0 = newInstant } }
}
