import CommonModels
import ConsoleKit
import ReportingDomain
import ServiceKit

/// All KPIs with their figure of the quarter and what they mean.
struct KPICataloguePage {
    let screen: ConsoleScreen
    let report: QuarterReport
    let records: [KPIRecord]
    let quarters: [Quarter]

    var page: ConsolePage {
        let figures = FigureText(screen: screen)
        let query: KeyValuePairs<String, String?> = ["quarter": report.quarter.description]
        return ConsolePage(
            title: "KPI", active: .kpis, crumbs: [.init("CoE", "/ui/reporting")],
            answer: screen(
                "reporting.kpis.answer",
                ["n": "\(records.count)", "targets": "\(report.withTarget.count)", "quarter": figures.quarter(report.quarter)]),
            actions: screen.may(.reportingWrite)
                ? Markup.buttonLink(screen("reporting.targets.open"), PageAddress.make("/ui/reporting/targets", query))
                    + Markup.buttonLink(screen("reporting.kpi.new"), "/ui/reporting/kpis-new", isPrimary: true)
                : .empty,
            topRight: QuarterChoice(screen: screen, quarters: quarters, chosen: report.quarter).markup(to: "/ui/reporting/kpis")
        ) {
            Markup.card(screen("reporting.kpis.title"), note: screen("reporting.kpis.note")) {
                Markup.table(
                    label: screen("reporting.kpis.title"),
                    [
                        TableColumn(screen("reporting.kpi")), .number(figures.quarter(report.quarter)), .number(screen("reporting.target")),
                        TableColumn(screen("reporting.kpis.meaning")), .number(screen("reporting.version")),
                    ], zip(records, report.readings).map { ($0, $1) }
                ) { record, reading in
                    [
                        Markup.link(
                            body: .strong(figures.name(record.definition.name)),
                            PageAddress.make("/ui/reporting/kpis/" + record.definition.key, query)),
                        .text(reading.figure.map { figures.full($0, of: reading) } ?? "–"),
                        .text(reading.target.map { figures.full($0, of: reading) } ?? "–"),
                        .small(KPISentence(screen: screen).text(record.definition.formula)), .text("\(record.version)"),
                    ]
                }
            }
        }
    }
}
