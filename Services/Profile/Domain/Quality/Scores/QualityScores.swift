package import CommonModels

/// The five scores of a source on one UTC day.
///
/// - freshness: silence ÷ the median of the longest silence of each of the last 28 days with events (at least 3; below a minute
///   counts as a minute). Today the silence is that since the last event, on a past day the longest that ended, or lasted, in it.
///   Up to 1.5 good, up to 3 a warning.
/// - volume: modified z-score of the events in the day's full hours against the same hours of the same weekday in the last 8 weeks
///   (at least 3). Up to 3.5 good, up to 7 a warning.
/// - completeness: members there ÷ members the plan names. From 0.95 good, from 0.8 a warning.
/// - conflict: events with a conflict ÷ events taken. Up to 0.01 good, up to 0.05 a warning.
/// - duplicates: repeated ÷ all that came. Up to 0.02 good, up to 0.1 a warning: they do no harm, but say that answers get lost.
package enum QualityScores {
    private static let daysMax: Int64 = 28
    private static let daysMin = 3
    private static let weeksMax: Int64 = 8
    private static let weeksMin = 3
    private static let hourMicroseconds: Int64 = 3_600_000_000

    package static func scores(_ history: SourceHistory, on day: Int64, now: Instant) -> [QualityScore] {
        let counts = history.day(day)
        return [
            freshness(history, day, now), volume(history, day, now),
            share(.completeness, counts.present, of: counts.known, history, day, good: 0.95, warn: 0.8) { ($0.present, $0.known) },
            share(.conflict, counts.conflicts, of: counts.accepted, history, day, good: 0.01, warn: 0.05) { ($0.conflicts, $0.accepted) },
            share(.duplicates, counts.duplicates, of: counts.events + counts.duplicates, history, day, good: 0.02, warn: 0.1) {
                ($0.duplicates, $0.events + $0.duplicates)
            },
        ]
    }

    // MARK: freshness

    private static func freshness(_ history: SourceHistory, _ day: Int64, _ now: Instant) -> QualityScore {
        let silences = silences(history.hours)
        let known = silences.filter { $0.key < day }.sorted { $0.key > $1.key }.prefix(Int(daysMax)).map { Double($0.value) }
        let end = day >= now.utcDay ? now : Instant(secondsSince1970: (day + 1) * 86_400)
        guard let last = history.hours.last(where: { $0.first < end })?.last else { return .unknown(.freshness, .noEvents) }
        let isToday = day >= now.utcDay
        let ending = silences[day] ?? 0
        let lasting = max(0, (end - min(last, end)).microseconds / 1_000_000)
        let silence = isToday || silences[day] == nil ? lasting : ending
        guard known.count >= daysMin, let median = RobustBaseline.median(of: known) else {
            return QualityScore(
                .freshness, Double(silence), usual: nil, .unknown, .tooYoung(known: known.count, needed: daysMin))
        }
        let usual = max(median, 60)
        let ratio = Double(silence) / usual
        let level: QualityScore.Level = ratio <= 1.5 ? .good : ratio <= 3 ? .warn : .bad
        return QualityScore(.freshness, Double(silence), usual: usual, level, .silence(silence, usual: Int64(usual)))
    }

    /// Of each day with events the longest silence that ended on it, in seconds.
    private static func silences(_ hours: [SourceHistory.Hour]) -> [Int64: Int64] {
        var silences: [Int64: Int64] = [:]
        var before: Instant?
        for hour in hours {
            let arrival = before.map { max(0, (hour.first - $0).microseconds) } ?? 0
            let longest = max(arrival, hour.pause.microseconds) / 1_000_000
            silences[hour.day] = max(silences[hour.day] ?? 0, longest)
            before = max(hour.last, before ?? hour.last)
        }
        return silences
    }

    // MARK: volume

    /// One hour of a day beside the same hour of earlier weeks.
    package struct HourVolume: Hashable, Sendable {
        /// 0…23, UTC.
        package let hour: Int
        /// nil for an hour that is not over.
        package let events: Int64?
        package let baseline: RobustBaseline?

        package var isRemarkable: Bool {
            guard let events, let baseline else { return false }
            return abs(baseline.score(of: Double(events))) > RobustBaseline.limit
        }
    }

    /// The day's hours; those to come have no number.
    package static func hours(_ history: SourceHistory, on day: Int64, now: Instant) -> [HourVolume] {
        let counts = Dictionary(history.hours.map { ($0.hour, $0.events) }) { $0 + $1 }
        let full = fullHours(day, now)
        let weeks = weeks(history, day)
        return (0..<24).map { hour in
            let number = day * 24 + Int64(hour)
            let earlier = weeks.map { Double(counts[number - $0 * SourceHistory.weekHours] ?? 0) }
            return HourVolume(
                hour: hour, events: hour < full ? counts[number] ?? 0 : nil,
                baseline: earlier.count >= weeksMin ? RobustBaseline(earlier) : nil)
        }
    }

    private static func volume(_ history: SourceHistory, _ day: Int64, _ now: Instant) -> QualityScore {
        let full = fullHours(day, now)
        guard full > 0 else { return .unknown(.volume, .noFullHour) }
        let counts = Dictionary(history.hours.map { ($0.hour, $0.events) }) { $0 + $1 }
        func sum(_ day: Int64) -> Int64 { (0..<Int64(full)).reduce(0) { $0 + (counts[day * 24 + $1] ?? 0) } }
        let weeks = weeks(history, day)
        guard weeks.count >= weeksMin, let baseline = RobustBaseline(weeks.map { Double(sum(day - $0 * 7)) }) else {
            return .unknown(.volume, .tooYoung(known: weeks.count, needed: weeksMin))
        }
        let observed = sum(day)
        let score = baseline.score(of: Double(observed))
        let level: QualityScore.Level =
            abs(score) <= RobustBaseline.limit ? .good : abs(score) <= 2 * RobustBaseline.limit ? .warn : .bad
        let remarkable = hours(history, on: day, now: now).filter(\.isRemarkable).map(\.hour)
        return QualityScore(
            .volume, score, usual: 0, level,
            .volume(observed: observed, usual: baseline.median, weeks: weeks.count, hours: remarkable))
    }

    private static func fullHours(_ day: Int64, _ now: Instant) -> Int {
        let present = now.microseconds.floorDivided(by: hourMicroseconds)
        return Int(min(24, max(0, present - day * 24)))
    }

    /// How many weeks ago, for weeks in which the source had begun.
    private static func weeks(_ history: SourceHistory, _ day: Int64) -> [Int64] {
        guard let first = history.hours.first?.day else { return [] }
        return (1...weeksMax).filter { day - $0 * 7 >= first }
    }

    // MARK: shares

    /// - Parameters:
    ///   - good: the border of good, and `warn` that of a warning; completeness is better the higher it is, the others the lower.
    ///   - parts: count and whole of a day.
    private static func share(
        _ measure: QualityScore.Measure, _ count: Int64, of whole: Int64, _ history: SourceHistory, _ day: Int64, good: Double,
        warn: Double, _ parts: (SourceHistory.Day) -> (Int64, Int64)
    ) -> QualityScore {
        guard whole > 0 else { return .unknown(measure, measure == .completeness ? .noPlan : .noEvents) }
        let earlier = history.days(before: day, daysMax).map(parts).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
        let usual = RobustBaseline.median(of: earlier)
        let value = Double(count) / Double(whole)
        let isGood = good > warn ? value >= good : value <= good
        let isPassable = good > warn ? value >= warn : value <= warn
        return QualityScore(
            measure, value, usual: usual, isGood ? .good : isPassable ? .warn : .bad, .share(count: count, of: whole, usual: usual))
    }
}
