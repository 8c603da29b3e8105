import CommonModels
import ConsoleKit
import ProfileDomain

/// Is this source as usual today, and since when is it not?
struct SourceQualityView {
    let screen: ConsoleScreen
    let history: SourceHistory
    let violations: [QualityStore.Violation]
    let now: Instant

    private var words: QualityWords { QualityWords(screen) }
    private var today: Int64 { now.utcDay }

    static func address(of source: String) -> String { "/ui/profile/quality/sources/" + PageAddress.encoded(source) }

    var page: ConsolePage {
        let scores = QualityScores.scores(history, on: today, now: now)
        let odd = scores.filter { $0.level == .bad || $0.level == .warn }
        return ConsolePage(
            title: words.source(history.source), active: .quality,
            crumbs: [.init(screen("profile.quality.title"), QualityTabs.overview.address)],
            answer: odd.isEmpty
                ? screen("profile.quality.sourceUsual") : odd.map { $0.sentence(screen.locale) }.joined(separator: " ")
        ) {
            Markup.tiles(label: screen("profile.quality.scores")) { scores.map(tile) }
            Markup.grid {
                hours
                days
                shares
            }
            Markup.card(screen("profile.quality.violations"), note: screen("profile.quality.violationsNote")) {
                if violations.isEmpty {
                    Markup.why(screen("profile.quality.noViolations"))
                } else {
                    ViolationTable(screen: screen, violations: violations).markup
                }
            }
        }
    }

    private func tile(_ score: QualityScore) -> Markup {
        var tile = Tile(words.measure(score.measure), value: words.value(score))
        tile.status = (words.level(score.level), words.tone(score.level))
        tile.trend = lastDays.compactMap { day in
            QualityScores.scores(history, on: day, now: now).first { $0.measure == score.measure }?.value
        }
        tile.foot = score.sentence(screen.locale)
        return tile.markup(span: 4)
    }

    private var lastDays: [Int64] { Array((today - Int64(QualityOverview.daysShown) + 1)...today) }

    /// Today's hours and what is usual for each.
    private var hours: Markup {
        let hours = QualityScores.hours(history, on: today, now: now)
        let format = screen.format
        let usual = hours.map { $0.baseline?.median }
        let chart = LineChart(
            label: screen("profile.quality.hoursLabel"), positions: hours.map { "\($0.hour)" },
            lines: [
                .init(
                    screen("profile.quality.usualHours"), usual, .base, isDashed: true,
                    interval: hours.map { $0.baseline.map { $0.usual } }),
                .init(screen("profile.quality.todayHours"), hours.map { $0.events.map(Double.init) }, .c1),
            ], valueText: { format.compact($0) })
        return .card(screen("profile.quality.hours"), note: screen("profile.quality.hoursNote"), span: 6) {
            if usual.contains(where: { $0 != nil }) || hours.contains(where: { ($0.events ?? 0) > 0 }) {
                chart.figure
            } else {
                Markup.why(screen("profile.quality.noHours"))
            }
            Markup.why(screen("profile.quality.hoursRule"))
        }
    }

    private var days: Markup {
        let format = screen.format
        let chart = StackedBarChart(
            label: screen("profile.quality.daysLabel"),
            series: [
                (screen("profile.events.accepted"), .c1), (screen("profile.quality.quarantined"), .c3),
                (screen("profile.events.rejected"), .c4),
            ],
            columns: lastDays.map { number in
                let day = history.day(number)
                let date = CivilDate(daysSince1970: number)
                return .init("\(date.month).\(date.day)", [Double(day.accepted), Double(day.quarantined), Double(day.rejected)])
            }, valueText: { format.compact($0) })
        return .card(screen("profile.events.byDay"), note: screen("profile.events.utc"), right: chart.legend, span: 6) { chart.figure }
    }

    private var shares: Markup {
        let format = screen.format
        let measures: [(QualityScore.Measure, ChartColor)] = [(.completeness, .c1), (.conflict, .c4), (.duplicates, .c3)]
        let scores = lastDays.map { QualityScores.scores(history, on: $0, now: now) }
        let chart = LineChart(
            label: screen("profile.quality.sharesLabel"),
            positions: lastDays.map { day in
                let date = CivilDate(daysSince1970: day)
                return "\(date.month).\(date.day)"
            },
            lines: measures.map { measure, color in
                .init(words.measure(measure), scores.map { day in day.first { $0.measure == measure }?.value }, color)
            }, valueText: { format.percent($0, digits: 0) })
        return .card(screen("profile.quality.shares")) { chart.figure }
    }
}
