package import CommonModels

/// The uses of one counter that still matter, as (stamp, count) in ascending order of stamp.
///
/// Rolling windows with a limit up to ``exactLimitMax`` keep each use at its own microsecond. Larger ones round a use *up* to
/// 1/512 of the window, so a use may be held a little longer, never shorter: the limit is not passed in any window.
package struct CapLedger: Hashable, Sendable {
    package static let exactLimitMax = 64
    package static let steps: Int64 = 512
    /// Uses are kept so long after they count no more: what was decided a moment earlier, or by a clock that is behind, may be counted
    /// a moment later.
    static let grace = Duration.seconds(60)
    package static let empty = CapLedger()

    package private(set) var uses: [Use] = []
    /// How often the stored counter has changed; a save succeeds only on the revision it was read at.
    package var revision: Int64 = 0

    /// `count` uses that leave a rolling window at the same moment.
    package struct Use: Hashable, Sendable {
        package let stamp: Int64  // microseconds since 1970
        package var count: Int
    }

    package init() {}

    /// How many uses count against `cap` at `at`.
    package func used(_ cap: Cap, at: Instant) -> Int {
        if uses.isEmpty { return 0 }
        let floor = CapLedger.floor(cap.window, at: at)
        // Periods stand apart; in a rolling window what is ahead of this clock counts as well.
        let end = if case .calendar(let period) = cap.window { period.end(at: at).microseconds } else { Int64.max }
        return uses.reduce(0) { $1.stamp >= floor && $1.stamp < end ? $0 + $1.count : $0 }
    }

    /// Whether one more use keeps within the limit.
    package func admits(_ cap: Cap, at: Instant) -> Bool {
        used(cap, at: at) < cap.limit
    }

    /// When a full counter lets the next use through; nil for lifetime caps and for counters that are not full.
    package func admitsAgain(_ cap: Cap, at: Instant) -> Instant? {
        guard !admits(cap, at: at) else { return nil }
        switch cap.window {
        case .lifetime: return nil
        case .calendar(let period): return period.end(at: at)
        case .rolling(let length):
            var left = used(cap, at: at)
            for use in uses where use.stamp >= CapLedger.floor(cap.window, at: at) {
                left -= use.count
                if left < cap.limit { return Instant(microseconds: use.stamp + length) }
            }
            return nil
        }
    }

    /// Notes one use, whether or not it is within the limit, and forgets what no longer counts.
    package mutating func record(_ cap: Cap, at: Instant) {
        let floor = CapLedger.floor(cap.window, at: at - CapLedger.grace)
        if let first = uses.first, first.stamp < floor { uses.removeAll { $0.stamp < floor } }
        add(Use(stamp: CapLedger.stamp(cap, at: at), count: 1))
    }

    /// What two people that turn out to be one have used together.
    package mutating func absorb(_ other: CapLedger) {
        for use in other.uses { add(use) }
    }

    private mutating func add(_ use: Use) {
        let position = uses.lastIndex { $0.stamp <= use.stamp }
        if let position, uses[position].stamp == use.stamp {
            uses[position].count += use.count
        } else {
            uses.insert(use, at: position.map { $0 + 1 } ?? 0)
        }
    }

    /// The smallest stamp that counts at `at`.
    private static func floor(_ window: CapWindow, at: Instant) -> Int64 {
        switch window {
        case .lifetime: .min
        case .rolling(let length): at.microseconds - length + 1
        case .calendar(let period): period.start(at: at).microseconds
        }
    }

    private static func stamp(_ cap: Cap, at: Instant) -> Int64 {
        switch cap.window {
        case .lifetime: return 0
        case .calendar(let period): return period.start(at: at).microseconds
        case .rolling(let length):
            if cap.limit <= exactLimitMax { return at.microseconds }
            let step = max(1, length / steps)
            return (at.microseconds + step - 1).floorDivided(by: step) * step
        }
    }
}

extension CapLedger {
    /// `stamp*count` joined by spaces; the stored form.
    package var text: String {
        uses.map { $0.count == 1 ? "\($0.stamp)" : "\($0.stamp)*\($0.count)" }.joined(separator: " ")
    }

    /// - Returns: nil when `text` is no stored ledger.
    package init?(text: String, revision: Int64 = 0) {
        self.revision = revision
        for part in text.split(separator: " ") {
            let pieces = part.split(separator: "*")
            guard let first = pieces.first, let stamp = Int64(first), let count = pieces.count == 2 ? Int(pieces[1]) : 1 else { return nil }
            uses.append(Use(stamp: stamp, count: count))
        }
    }
}
