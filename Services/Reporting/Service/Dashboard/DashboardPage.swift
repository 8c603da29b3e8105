import CommonModels
import ConsoleKit
import Foundation
import ReportingDomain

/// The start of the console: are we on track, what did personalization bring, where is the shared money, what needs a decision.
struct DashboardPage {
    let screen: ConsoleScreen
    let report: QuarterReport
    let quarters: [Quarter]
    /// When facts last arrived; nil without facts.
    let newest: Instant?
    let rebuild: MeasureTable.Progress

    private var figures: FigureText { FigureText(screen: screen) }

    static let tilesMax = 8
    /// Shown first when they have data.
    private static let lead = ["revenue", "conversion", "opt-out-rate", "aov", "buyers", "retention-rate", "reach"]

    var page: ConsolePage {
        ConsolePage(
            title: figures.quarter(report.quarter), titleTags: figures.extent(report.extent), active: .today,
            crumbs: [.init("CoE")], answer: answer, actions: actions, topRight: topRight
        ) {
            if newest == nil {
                empty
            } else {
                if !rebuild.isComplete { rebuilding }
                tiles
                Markup.grid {
                    EffectCard(screen: screen, report: report).markup(span: 7)
                    AttentionCard(screen: screen, report: report).markup(span: 5)
                }
                BudgetCard(screen: screen, quarter: report.quarter).markup(report.budget)
            }
        }
    }

    /// The quarter in a sentence or two.
    var answer: String {
        guard newest != nil else { return screen("reporting.today.answer.empty") }
        var sentences: [String] = []
        if report.withTarget.isEmpty {
            sentences.append(screen("reporting.today.answer.noTargets"))
        } else {
            sentences.append(
                screen(
                    "reporting.today.answer.targets",
                    ["total": "\(report.withTarget.count)", "good": "\(report.onTrack.count)"]))
        }
        if let worst = report.offTrack.first {
            sentences.append(screen("reporting.today.answer.off", ["name": figures.name(worst.definition.name)]))
        }
        if let effect = report.effect?.effect {
            let amount = figures.money(effect.incrementalTotal, report.effect?.currency ?? "")
            let key = effect.incrementalTotal < 0 ? "reporting.today.answer.effectHarm" : "reporting.today.answer.effect"
            sentences.append(screen(effect.isSignificant ? key : "reporting.today.answer.effectOpen", ["amount": amount]))
        }
        return sentences.joined(separator: " ")
    }

    private var actions: Markup {
        let query: KeyValuePairs<String, String?> = ["quarter": report.quarter.description]
        return Markup.buttonLink(screen("reporting.csv"), PageAddress.make("/v1/report.csv", query))
            + Markup.buttonLink(screen("reporting.targets.open"), PageAddress.make("/ui/reporting/targets", query))
            + Markup.buttonLink(screen("reporting.report.open"), PageAddress.make("/ui/reporting/report", query), isPrimary: true)
    }

    private var topRight: Markup {
        QuarterChoice(screen: screen, quarters: quarters, chosen: report.quarter).markup(to: "/ui/reporting")
            + (newest.map { screen.freshness($0, limit: .hours(1)) } ?? .empty)
    }

    private var empty: Markup {
        Markup.card(screen("reporting.today.empty.title")) {
            Markup.emptyState(
                screen("reporting.today.empty.lead"), screen("reporting.today.empty.text"),
                action: .buttonLink(screen("reporting.kpis.open"), "/ui/reporting/kpis"),
                command: "maru import --mapping ops/imports/online_retail.yml orders.csv.gz")
        }
    }

    private var rebuilding: Markup {
        let share = rebuild.total > 0 ? Double(rebuild.done) / Double(rebuild.total) : 1
        return Markup.notice(screen("reporting.today.rebuilding", ["percent": screen.format.percent(share, digits: 0)]), .info)
    }

    private var tiles: Markup {
        let withData = report.readings.filter { $0.figure != nil }
        let leading = Self.lead.compactMap { key in withData.first { $0.definition.key == key } }
        let others = withData.filter { $0.target != nil && !Self.lead.contains($0.definition.key) }
        let chosen = (leading + others).prefix(effectTile == nil ? Self.tilesMax : Self.tilesMax - 1)
        return Markup.tiles(label: screen("reporting.today.tiles")) {
            if let effectTile { effectTile.markup() }
            for reading in chosen { KPITile(screen: screen, reading: reading).tile.markup() }
        }
    }

    private var effectTile: Tile? {
        guard let reading = report.effect, let effect = reading.effect else { return nil }
        var tile = Tile(screen("reporting.effect.tile"), value: figures.money(effect.incrementalTotal, reading.currency))
        let interval = effect.incrementalInterval
        tile.status =
            effect.isSignificant
            ? (
                screen(effect.incrementalTotal > 0 ? "reporting.effect.proven" : "reporting.effect.harm"),
                effect.incrementalTotal > 0 ? .good : .bad
            )
            : (screen("reporting.effect.open"), .warn)
        tile.trend = reading.months.compactMap { $0.effect?.incrementalTotal }
        tile.foot = screen(
            "reporting.effect.interval",
            ["low": figures.money(interval.lowerBound, reading.currency), "high": figures.money(interval.upperBound, reading.currency)])
        tile.address = PageAddress.make("/ui/reporting/report", ["quarter": report.quarter.description]) + "#effect"
        return tile
    }
}
