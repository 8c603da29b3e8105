/// One measure of a source's day: a number, what it is compared to, and why it is good or not, as data.
package struct QualityScore: Hashable, Sendable {
    package enum Measure: String, Hashable, Sendable, CaseIterable {
        /// Silence, in seconds, against the longest silence of a usual day.
        case freshness
        /// How far the number of events is from the same hours of earlier weeks; see ``RobustBaseline``.
        case volume
        /// Share of the members the plan names that were there.
        case completeness
        /// Share of events with a value that identifies nobody, or a trait that could not be kept.
        case conflict
        /// Share of events that had come before, by `messageId`.
        case duplicates

        package var unit: String {
            switch self {
            case .freshness: "s"
            case .volume: "σ"
            case .completeness, .conflict, .duplicates: "share"
            }
        }
    }

    package enum Level: String, Hashable, Sendable {
        case good, warn, bad
        /// Nothing can be said yet.
        case unknown
    }

    package enum Reason: Hashable, Sendable {
        /// So many days or weeks of the source are known, of those needed.
        case tooYoung(known: Int, needed: Int)
        case noEvents
        /// The day has no full hour yet.
        case noFullHour
        /// No entry of the plan speaks of the day's events.
        case noPlan
        /// Seconds.
        case silence(Int64, usual: Int64)
        /// Events in as many full hours, in the same hours of `weeks` earlier weeks, and hours that stand out.
        case volume(observed: Int64, usual: Double, weeks: Int, hours: [Int])
        case share(count: Int64, of: Int64, usual: Double?)

        package var code: String {
            switch self {
            case .tooYoung: "too-young"
            case .noEvents: "no-events"
            case .noFullHour: "no-full-hour"
            case .noPlan: "no-plan"
            case .silence: "silence"
            case .volume: "volume"
            case .share: "share"
            }
        }
    }

    package let measure: Measure
    /// In ``Measure/unit``.
    package let value: Double?
    /// What is usual for the source, in the same unit; of `volume` 0.
    package let usual: Double?
    package let level: Level
    package let reason: Reason

    init(_ measure: Measure, _ value: Double?, usual: Double?, _ level: Level, _ reason: Reason) {
        self.measure = measure
        self.value = value
        self.usual = usual
        self.level = level
        self.reason = reason
    }

    static func unknown(_ measure: Measure, _ reason: Reason) -> QualityScore {
        QualityScore(measure, nil, usual: nil, .unknown, reason)
    }
}
