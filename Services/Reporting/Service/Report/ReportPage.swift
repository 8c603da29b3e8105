import CommonModels
import ConsoleKit
import ReportingDomain

/// The quarterly report: what leadership reads, prints and files. Same numbers as the JSON and the CSV.
struct ReportPage {
    let screen: ConsoleScreen
    let report: QuarterReport
    let table: QuarterTable
    let quarters: [Quarter]

    private var figures: FigureText { FigureText(screen: screen) }
    private var name: String { figures.quarter(report.quarter) }

    var page: ConsolePage {
        let query: KeyValuePairs<String, String?> = ["quarter": report.quarter.description]
        return ConsolePage(
            title: screen("reporting.report.title", ["quarter": name]), titleTags: figures.extent(report.extent), active: .report,
            crumbs: [.init("CoE", "/ui/reporting")], answer: answer,
            actions: Markup.buttonLink(screen("reporting.csv"), PageAddress.make("/v1/report.csv", query))
                + Markup.buttonLink("JSON", PageAddress.make("/v1/report", query))
                + ("<button class=\"btn primary\" type=\"button\" data-print>\(screen("reporting.print"))</button>" as Markup),
            topRight: QuarterChoice(screen: screen, quarters: quarters, chosen: report.quarter).markup(to: "/ui/reporting/report")
        ) {
            kpis
            history
            EffectCard(screen: screen, report: report).pair
            BudgetCard(screen: screen, quarter: report.quarter).markup(report.budget)
            chargeback
            made
        }
    }

    private var answer: String {
        guard let revenue = report.readings.first(where: { $0.definition.key == "revenue" }), let figure = revenue.figure else {
            return screen("reporting.report.answer.empty", ["quarter": name])
        }
        var text = screen("reporting.report.answer", ["quarter": name, "revenue": figures.full(figure, of: revenue)])
        if let other = revenue.quarterOnQuarter, let change = other.change {
            let key = other.acrossPartial ? "reporting.report.answer.changePartial" : "reporting.report.answer.change"
            text += " " + screen(key, ["change": screen.format.change(change), "quarter": figures.quarter(other.quarter)])
        }
        if !report.withTarget.isEmpty {
            text += " " + screen("reporting.today.answer.targets", ["total": "\(report.withTarget.count)", "good": "\(report.onTrack.count)"])
        }
        return text
    }

    private var kpis: Markup {
        let columns: [TableColumn] = [
            TableColumn(screen("reporting.kpi")), .number(screen("reporting.value")), .number(screen("reporting.target")),
            TableColumn(screen("reporting.state")), .number(screen("reporting.qoq")), .number(screen("reporting.yoy")),
            .number(screen("reporting.forecast")),
        ]
        return Markup.card(screen("reporting.report.kpis"), note: coverage) {
            Markup.table(label: screen("reporting.report.kpis"), columns, report.readings) { reading in
                let status = figures.status(reading.status)
                return [
                    .link(figures.name(reading.definition.name), "/ui/reporting/kpis/" + reading.definition.key),
                    .text(reading.figure.map { figures.full($0, of: reading) } ?? "–"),
                    .text(reading.target.map { figures.full($0, of: reading) } ?? "–"), .tag(status.text, status.tone),
                    change(reading.quarterOnQuarter, reading), change(reading.yearOnYear, reading),
                    .text(reading.forecast.map { figures.full($0.figure, of: reading) } ?? "–"),
                ]
            }
            if report.readings.contains(where: { $0.quarterOnQuarter?.acrossPartial == true || $0.yearOnYear?.acrossPartial == true }) {
                Markup.why(screen("reporting.report.partialNote"))
            }
            if report.readings.contains(where: { $0.forecast != nil }) { Markup.why(screen("reporting.report.forecastNote")) }
        }
    }

    private var coverage: String? {
        report.readings.first { $0.covered != nil }?.covered.map {
            screen("reporting.tile.covered", ["from": figures.day($0.lowerBound), "to": figures.day($0.upperBound)])
        }
    }

    private func change(_ other: Comparison?, _ reading: KPIReading) -> Markup {
        guard let delta = figures.delta(other, of: reading, since: "reporting.since.quarter") else { return .text("–") }
        let mark: Markup = other?.acrossPartial == true ? "<sup>*</sup>" : .empty
        return "<span class=\"delta \(delta.isGood ? "up" : "down")\">\(delta.isUp ? "▲" : "▼") \(delta.text)</span>\(mark)"
    }

    private var history: Markup {
        guard !table.rows.isEmpty else { return .empty }
        let columns = [TableColumn(screen("reporting.quarter"))] + QuarterTable.columns.map { TableColumn.number(screen("reporting.column.\($0.header)")) }
        return Markup.card(
            screen("reporting.report.history"), note: screen("reporting.report.historyNote"),
            right: .link("CSV", "/v1/report/quarters.csv")
        ) {
            Markup.table(label: screen("reporting.report.history"), columns, table.rows) { row in
                [.text(figures.quarter(row.quarter)) + (" " as Markup) + figures.extent(row.extent)] + row.cells.map { .text(grouped($0)) }
            }
        }
    }

    /// Thousands separated, every digit kept.
    private func grouped(_ text: String) -> String {
        guard !text.isEmpty else { return "–" }
        let parts = text.split(separator: ".")
        let whole = Int64(parts[0]).map { screen.format.number($0) } ?? String(parts[0])
        return parts.count == 2 ? "\(whole).\(parts[1])" : whole
    }

    private var chargeback: Markup {
        guard let budget = report.budget, !budget.departments.isEmpty else { return .empty }
        func money(_ minorUnits: Int64) -> Markup { .text(screen.format.money(Money(minorUnits: minorUnits, currency: budget.currency))) }
        return Markup.card(screen("reporting.report.chargeback"), note: screen("reporting.report.chargebackNote")) {
            Markup.table(
                label: screen("reporting.report.chargeback"),
                [
                    TableColumn(screen("reporting.department")), .number(screen("reporting.contributed")), .number(screen("reporting.cost")),
                ], budget.departments
            ) { [.text($0.department.name), money($0.contributed), money($0.cost)] }
        }
    }

    private var made: Markup { Markup.why(screen("reporting.report.made", ["at": screen.format.dateTime(report.madeAt)])) }
}
