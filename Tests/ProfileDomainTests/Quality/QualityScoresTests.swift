import CommonModels
import Testing

@testable import ProfileDomain

@Suite("Scores of a source")
struct QualityScoresTests {
    /// A Thursday, 12:30 UTC.
    private static let now = Instant(secondsSince1970: 1_789_646_400 + 1_800)
    private static var today: Int64 { now.utcDay }

    /// `events` in an hour, the first at its start, the last `span` seconds later, with a pause of `pause` seconds in it.
    private func hour(_ day: Int64, _ hour: Int64, _ events: Int64, span: Int64 = 0, pause: Int64 = 0) -> SourceHistory.Hour {
        let start = Instant(secondsSince1970: (day * 24 + hour) * 3_600)
        return SourceHistory.Hour(
            hour: day * 24 + hour, events: events, first: start, last: start + .seconds(span), pause: .seconds(pause))
    }

    private func score(_ measure: QualityScore.Measure, _ history: SourceHistory, on day: Int64 = today) throws -> QualityScore {
        try #require(QualityScores.scores(history, on: day, now: Self.now).first { $0.measure == measure })
    }

    @Test("the baseline is the median and the MAD, and never sharper than counting")
    func baseline() throws {
        // Median 10, deviations 2 0 1 0 90: MAD 1. The scale is √10, as 1.4826 is sharper than counting allows.
        let baseline = try #require(RobustBaseline([8, 10, 11, 10, 100]))
        #expect(baseline.median == 10 && baseline.scale == 10.0.squareRoot())
        // Median 100, deviations 40 20 0 20 40: MAD 20, scale 29.652; the z-score of 200 is 0.6745 × 100 ÷ 20.
        let wide = try #require(RobustBaseline([60, 80, 100, 120, 140]))
        #expect(abs(wide.scale - 29.652) < 1e-9 && abs(wide.score(of: 200) - 0.6745 * 5) < 1e-3)
        #expect(try #require(RobustBaseline([0, 0, 0])).scale == 1 && RobustBaseline([]) == nil)
        #expect(RobustBaseline.median(of: [3, 1, 2, 10]) == 2.5)
        #expect(wide.usual.low == 0 && abs(wide.usual.high - 203.782) < 1e-6)
    }

    @Test("volume compares today's full hours with the same hours of earlier weeks")
    func volume() throws {
        // Earlier Thursdays: 80, 100 and 120 before 12:00; today 100 at 8 and 300 at 11. What comes after 12:00 is not full.
        var hours = [3, 2, 1].flatMap { week in
            [hour(Self.today - 7 * week, 8, 60 + 20 * (4 - week)), hour(Self.today - 7 * week, 20, 500)]
        }
        hours += [hour(Self.today, 8, 100), hour(Self.today, 11, 300), hour(Self.today, 12, 999)]
        let history = SourceHistory(source: "web", hours: hours, days: [])
        let score = try score(.volume, history)
        #expect(abs(try #require(score.value) - 300 / (1.4826 * 20)) < 1e-9)
        #expect(score.level == .bad && score.reason == .volume(observed: 400, usual: 100, weeks: 3, hours: [11]))
        let byHour = QualityScores.hours(history, on: Self.today, now: Self.now)
        #expect(byHour[11].events == 300 && byHour[12].events == nil && byHour[8].baseline?.median == 100)
        #expect(byHour.filter(\.isRemarkable).map(\.hour) == [11])
        // The week before, by its own two earlier weeks: too few to say.
        #expect(try self.score(.volume, history, on: Self.today - 7).reason == .tooYoung(known: 2, needed: 3))
    }

    @Test("a source that stops is as remarkable as one that floods")
    func silence() throws {
        let weeks = (1...8).map { hour(Self.today - 7 * Int64($0), 3, 1_000) }.reversed()
        let score = try score(.volume, SourceHistory(source: "web", hours: Array(weeks), days: []))
        #expect(score.reason == .volume(observed: 0, usual: 1_000, weeks: 8, hours: [3]))
        #expect(abs(try #require(score.value) + 1_000 / 1_000.0.squareRoot()) < 1e-9 && score.level == .bad)
    }

    @Test("freshness compares the silence with the longest of usual days")
    func freshness() throws {
        // The longest silence of the last four days: the night from 20:00 to 8:00 (43200 − 600 s), and once a noon of 13 hours.
        var hours: [SourceHistory.Hour] = []
        for back in [4, 3, 2, 1] as [Int64] {
            hours += [hour(Self.today - back, 8, 10), hour(Self.today - back, 19, 10, span: 3_000, pause: back == 2 ? 46_800 : 100)]
        }
        // 08:00 to 19:50 each day; nights of 12 h 10 min.
        hours.append(hour(Self.today, 8, 10, span: 60))
        let score = try score(.freshness, SourceHistory(source: "web", hours: hours, days: []))
        let silence: Int64 = 4 * 3_600 + 1_800 - 60
        #expect(score.value == Double(silence) && score.level == .good)
        // Days: the first has no night before it (11 h from 8 to 19), then 12 h 10 min, 13 h, 12 h 10 min.
        #expect(score.usual == 43_800 && score.reason == .silence(silence, usual: 43_800))
    }

    @Test("a source that is silent for longer than usual turns from good to a warning to wrong")
    func levels() throws {
        func level(_ hours: Int64) throws -> QualityScore.Level {
            // Every day at 0:00 two events 3 hours apart: the usual silence is 21 hours.
            var history = (1...5).reversed().map { hour(Self.today - 4 - Int64($0), 0, 2, span: 10_800, pause: 10_800) }
            history.append(hour(Self.today, 12 - hours, 1))
            let last = SourceHistory(source: "web", hours: history, days: [])
            return try score(.freshness, last).level
        }
        #expect(try level(0) == .good)
        let days = (1...5).reversed().map { hour(Self.today - 4 - Int64($0), 0, 2, span: 10_800, pause: 10_800) }
        let quiet = try score(.freshness, SourceHistory(source: "web", hours: days, days: []))
        // Last heard of five days ago at 3:00: 129.5 hours against 21.
        #expect(quiet.value == 129.5 * 3_600 && quiet.usual == 75_600 && quiet.level == .bad)
        let young = try score(.freshness, SourceHistory(source: "web", hours: [hour(Self.today, 12, 1)], days: []))
        #expect(young.level == .unknown && young.value == 1_800 && young.reason == .tooYoung(known: 0, needed: 3))
        #expect(try score(.freshness, SourceHistory(source: "web", hours: [], days: [])).reason == .noEvents)
    }

    @Test("shares are counts of the day beside the median of earlier days")
    func shares() throws {
        var days: [SourceHistory.Day] = []
        for (back, present) in [(3, 80), (2, 90), (1, 100), (0, 70)] as [(Int64, Int64)] {
            var day = SourceHistory.Day(day: Self.today - back)
            (day.accepted, day.duplicates, day.conflicts, day.known, day.present) = (97, back == 0 ? 3 : 0, back == 0 ? 2 : 0, 100, present)
            day.quarantined = 2
            day.rejected = 1
            days.append(day)
        }
        let history = SourceHistory(source: "web", hours: [], days: days)
        let completeness = try score(.completeness, history)
        #expect(completeness.value == 0.7 && completeness.usual == 0.9 && completeness.level == .bad)
        #expect(completeness.reason == .share(count: 70, of: 100, usual: 0.9))
        let conflict = try score(.conflict, history)
        #expect(conflict.reason == .share(count: 2, of: 97, usual: 0) && conflict.level == .warn)
        let duplicates = try score(.duplicates, history)
        #expect(duplicates.reason == .share(count: 3, of: 103, usual: 0) && duplicates.level == .warn)
        #expect(try score(.completeness, history, on: Self.today - 2).usual == 0.8)
        #expect(try score(.completeness, SourceHistory(source: "web", hours: [], days: [])).reason == .noPlan)
        #expect(try score(.duplicates, SourceHistory(source: "web", hours: [], days: [])).reason == .noEvents)
    }

    @Test("before the day's first full hour nothing is said of the volume")
    func earlyMorning() throws {
        let midnight = Instant(secondsSince1970: Self.today * 86_400 + 600)
        let weeks = (1...4).reversed().map { hour(Self.today - 7 * Int64($0), 0, 100) }
        let scores = QualityScores.scores(SourceHistory(source: "web", hours: weeks, days: []), on: Self.today, now: midnight)
        #expect(scores.first { $0.measure == .volume }?.reason == .noFullHour)
    }
}
