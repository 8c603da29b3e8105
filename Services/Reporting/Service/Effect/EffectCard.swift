import CommonModels
import ConsoleKit
import ReportingDomain

/// What personalization added, month by month, with intervals, and how that was computed.
struct EffectCard {
    let screen: ConsoleScreen
    let report: QuarterReport

    private var figures: FigureText { FigureText(screen: screen) }

    /// The chart and, beside it, the calculation: for the report.
    var pair: Markup {
        Markup.grid {
            if let reading = report.effect, let effect = reading.effect {
                markup(span: 7, explains: false)
                Markup.card(screen("reporting.effect.calculation"), span: 5) { calculation(effect, reading) }
            } else {
                markup(span: 12)
            }
        }
    }

    /// - Parameter explains: whether the calculation is one click away inside the card.
    func markup(span: Int, explains: Bool = true) -> Markup {
        let chart = report.effect.flatMap(chart)
        return Markup.card(
            screen("reporting.effect.title"), note: report.effect.map(note), right: chart?.legend ?? .empty, span: span, id: "effect"
        ) {
            if let reading = report.effect {
                if let chart { chart.figure }
                if let effect = reading.effect {
                    ratio(effect)
                    if explains { Markup.details(screen("reporting.effect.how")) { calculation(effect, reading) } }
                } else {
                    Markup.emptyState(
                        screen("reporting.effect.tooFew"),
                        screen(
                            "reporting.effect.tooFewText",
                            [
                                "treated": screen.format.number(reading.treatedPeople),
                                "holdout": screen.format.number(reading.holdoutPeople),
                                "min": "\(HoldoutEffect.peopleMin)",
                            ]))
                }
            } else if report.isHoldoutOff {
                Markup.emptyState(screen("reporting.effect.off"), screen("reporting.effect.offText"))
            } else {
                Markup.emptyState(
                    screen("reporting.effect.none"), screen("reporting.effect.noneText"),
                    action: .buttonLink(screen("reporting.effect.noneAction"), screen.link("/ui/decision/experiments", of: .decision)))
            }
        }
    }

    private func note(_ reading: EffectReading) -> String {
        screen(
            "reporting.effect.note",
            ["treated": screen.format.number(reading.treatedPeople), "holdout": screen.format.number(reading.holdoutPeople)])
    }

    private func chart(_ reading: EffectReading) -> StackedBarChart? {
        let columns = reading.months.compactMap { month -> StackedBarChart.Column? in
            guard let effect = month.effect else { return nil }
            let base = effect.baselineTotal
            let added = effect.incrementalTotal
            let interval = effect.incrementalInterval
            let sign = added > 0 ? "+" : ""
            return StackedBarChart.Column(
                screen.format.monthName(month.days.lowerBound.civil.month), [added < 0 ? base + added : base, max(0, added)],
                interval: (max(0, base + interval.lowerBound), max(0, base + interval.upperBound)),
                note: sign + screen.format.compact(added))
        }
        guard !columns.isEmpty else { return nil }
        let (figures, currency) = (figures, reading.currency)
        return StackedBarChart(
            label: screen("reporting.effect.label"),
            series: [(screen("reporting.effect.base"), .base), (screen("reporting.effect.added"), .c1)], columns: columns
        ) { figures.money($0, currency) }
    }

    private func ratio(_ effect: HoldoutEffect) -> Markup {
        guard let ratio = effect.sampleRatio else { return .empty }
        let p = screen.format.number(ratio.pValue, digits: 3)
        return ratio.isAlarming
            ? Markup.notice(screen("reporting.effect.ratioBad", ["p": p]), .bad)
            : Markup.why(screen("reporting.effect.ratioGood", ["p": p]))
    }

    private func calculation(_ effect: HoldoutEffect, _ reading: EffectReading) -> Markup {
        func money(_ value: Double) -> String { figures.precise(value, reading.currency) }
        func interval(_ range: ClosedRange<Double>) -> String { "\(money(range.lowerBound)) – \(money(range.upperBound))" }
        var items = [
            KeyValue(
                screen("reporting.effect.treatedMean"), money(effect.treated.mean),
                source: screen("reporting.people", ["n": screen.format.number(effect.treated.people)])),
            KeyValue(
                screen("reporting.effect.holdoutMean"), money(effect.holdout.mean),
                source: screen("reporting.people", ["n": screen.format.number(effect.holdout.people)])),
            KeyValue(
                screen("reporting.effect.perPerson"), money(effect.perPerson.effect),
                source: screen("reporting.effect.ci", ["range": interval(effect.perPerson.interval())])),
            KeyValue(
                screen("reporting.effect.total"), money(effect.incrementalTotal),
                source: screen("reporting.effect.ci", ["range": interval(effect.incrementalInterval)])),
            KeyValue(
                screen("reporting.effect.p"), screen.format.pValue(effect.perPerson.pValue),
                source: screen("reporting.effect.chance", ["percent": screen.format.chance(effect.perPerson.chanceToWin)])),
        ]
        if let relative = effect.relative {
            let range = relative.interval()
            items.append(
                KeyValue(
                    screen("reporting.effect.relative"), screen.format.change(relative.effect),
                    source: screen(
                        "reporting.effect.ci",
                        ["range": "\(screen.format.change(range.lowerBound)) – \(screen.format.change(range.upperBound))"])))
        }
        return Markup.keyValues(items) + Markup.why(screen("reporting.effect.method"))
    }
}
