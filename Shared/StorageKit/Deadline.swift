import Dispatch

/// A point on the monotonic clock by which a call must have ended.
struct Deadline: Sendable {
    private let nanoseconds: UInt64

    static let never = Deadline(nanoseconds: .max)

    private init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    init(after duration: Duration) {
        nanoseconds = DispatchTime.now().uptimeNanoseconds &+ UInt64(max(0, duration.milliseconds)) &* 1_000_000
    }

    var hasPassed: Bool { DispatchTime.now().uptimeNanoseconds > nanoseconds }

    /// For `poll`: -1 waits for ever.
    var remainingMilliseconds: CInt {
        if nanoseconds == .max { return -1 }
        let now = DispatchTime.now().uptimeNanoseconds
        return now >= nanoseconds ? 0 : CInt(clamping: (nanoseconds - now) / 1_000_000 + 1)
    }
}
