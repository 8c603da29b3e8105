import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// Can what comes in be trusted, and what does not fit?
struct QualityOverview {
    static let daysShown = 14

    let screen: ConsoleScreen
    let histories: [SourceHistory]
    let violations: [QualityStore.Violation]
    let hasPlan: Bool
    let waiting: Int
    let now: Instant

    private var words: QualityWords { QualityWords(screen) }

    var page: ConsolePage {
        ConsolePage(title: screen("profile.quality.title"), active: .quality, answer: answer) {
            QualityTabs.overview.markup(screen)
            if histories.isEmpty {
                Markup.emptyState(
                    screen("profile.quality.noSources"), screen("profile.quality.noSourcesHint"),
                    command: "maru keys create --kind write --name web")
            } else {
                sources
            }
            found
        }
    }

    private var answer: String {
        if histories.isEmpty { return screen("profile.quality.answerNone") }
        let worst = histories.filter { history in scores(history).contains { $0.level == .bad || $0.level == .warn } }.count
        return screen(
            "profile.quality.answer",
            [
                "sources": screen.format.number(histories.count), "odd": screen.format.number(worst),
                "waiting": screen.format.number(waiting), "violations": screen.format.number(violations.reduce(0) { $0 + $1.events }),
            ])
    }

    private func scores(_ history: SourceHistory) -> [QualityScore] { QualityScores.scores(history, on: now.utcDay, now: now) }

    private var sources: Markup {
        .card(screen("profile.quality.sources"), note: screen("profile.events.utc")) {
            Markup.table(
                label: screen("profile.quality.sources"),
                [TableColumn(screen("profile.events.source")), TableColumn(screen("profile.quality.lastDays", ["n": "\(Self.daysShown)"]))]
                    + QualityScore.Measure.allCases.map { TableColumn(words.measure($0)) }, histories
            ) { history in
                [
                    .link(body: .strong(words.source(history.source)), SourceQualityView.address(of: history.source)), trend(history),
                ] + scores(history).map(cell)
            }
            Markup.why(screen("profile.quality.sourcesRule"))
        }
    }

    private func trend(_ history: SourceHistory) -> Markup {
        let today = now.utcDay
        let counts = (0..<Int64(Self.daysShown)).map { Double(history.day(today - Int64(Self.daysShown) + 1 + $0).events) }
        let label = screen(
            "profile.quality.trendLabel", ["source": words.source(history.source), "n": screen.format.number(counts.last ?? 0)])
        return "<div class=\"cell-chart\">\(Sparkline(values: counts, label: label).svg)</div>"
    }

    private func cell(_ score: QualityScore) -> Markup {
        let text = score.value == nil ? words.level(score.level) : words.value(score)
        var cell = Markup.tag(text, words.tone(score.level))
        let usual = words.usual(score)
        if !usual.isEmpty { cell += .text(" ") + .small(usual) }
        if score.level == .bad || score.level == .warn { cell += .why(score.sentence(screen.locale)) }
        return cell
    }

    private var found: Markup {
        .card(screen("profile.quality.violations"), note: screen("profile.quality.violationsNote"), id: "violations") {
            if violations.isEmpty {
                if hasPlan {
                    Markup.why(screen("profile.quality.noViolations"))
                } else {
                    Markup.emptyState(
                        screen("profile.quality.noPlan"), screen("profile.quality.noPlanHint"),
                        action: screen.may(.profileWrite)
                            ? .buttonLink(screen("profile.plan.new"), PlanPages.entryAddress) : .empty)
                }
            } else {
                ViolationTable(screen: screen, violations: violations).markup
            }
        }
    }
}
