import CommonModels
import ConsoleKit
import ReportingDomain
import ServiceKit

/// One KPI: its figure with the way it was computed, its course over the quarters, its definition to edit, its versions.
struct KPIPage {
    let screen: ConsoleScreen
    let reading: KPIReading
    let versions: [KPIRecord]
    let history: [(quarter: Quarter, reading: KPIReading)]
    var sent: [String: String]?
    var errors: FormErrors = .none

    private var figures: FigureText { FigureText(screen: screen) }
    private var definition: KPIDefinition { reading.definition }

    var page: ConsolePage {
        ConsolePage(
            title: figures.name(definition.name), titleTags: figures.extent(reading.extent), active: .kpis,
            crumbs: [.init("CoE", "/ui/reporting"), .init("KPI", "/ui/reporting/kpis")], answer: answer
        ) {
            Markup.grid {
                Markup.card(screen("reporting.kpi.course"), note: screen("reporting.kpi.courseNote"), span: 7) { course }
                Markup.card(screen("reporting.kpi.how"), span: 5) { how }
            }
            if screen.may(.reportingWrite) { edit }
            Markup.card(screen("reporting.kpi.versions")) {
                Markup.table(
                    label: screen("reporting.kpi.versions"),
                    [
                        .number(screen("reporting.version")), TableColumn(screen("reporting.changedAt")),
                        TableColumn(screen("reporting.changedBy")),
                        TableColumn(screen("reporting.kpis.meaning")),
                    ], versions
                ) { record in
                    [
                        .text("\(record.version)"), .text(screen.format.dateTime(record.changedAt)), .text(screen.actor(record.changedBy)),
                        .small(KPISentence(screen: screen).text(record.definition.formula)),
                    ]
                }
            }
        }
    }

    private var answer: String {
        guard let figure = reading.figure else {
            return screen("reporting.kpi.answer.empty", ["quarter": figures.quarter(reading.quarter)])
        }
        var text = screen(
            "reporting.kpi.answer", ["quarter": figures.quarter(reading.quarter), "value": figures.full(figure, of: reading)])
        if let target = reading.target {
            text +=
                " "
                + screen(
                    "reporting.kpi.answer.target",
                    ["target": figures.full(target, of: reading), "status": figures.status(reading.status).text])
        }
        return text
    }

    private var course: Markup {
        let points = history.filter { $0.reading.figure != nil }
        guard points.count > 1 else { return Markup.emptyState(screen("reporting.kpi.noCourse"), screen("reporting.kpi.noCourseText")) }
        let (figures, reading) = (figures, reading)
        let chart = BarChart(
            label: screen("reporting.kpi.courseLabel", ["name": figures.name(definition.name)]),
            bars: points.map { point in
                let partial = point.reading.extent != .complete
                return BarChart.Bar(
                    point.quarter.description + (partial ? "*" : ""), point.reading.figure?.value ?? 0, partial ? .base : .c1,
                    target: point.reading.target?.value)
            }
        ) { value in
            switch reading.definition.unit {
            case .money: figures.money(value, reading.currency ?? "")
            case .percent: figures.screen.format.percent(value)
            case .count, .people: figures.screen.format.compact(value)
            }
        }
        return chart.figure + Markup.why(screen("reporting.report.partialNote"))
    }

    private var how: Markup {
        var items = [
            KeyValue(screen("reporting.kpis.meaning"), KPISentence(screen: screen).text(definition.formula)),
            KeyValue(screen("reporting.kpi.direction"), screen("reporting.direction.\(definition.direction.rawValue)")),
        ]
        if let covered = reading.covered {
            items.append(
                KeyValue(screen("reporting.kpi.covered"), "\(figures.day(covered.lowerBound)) – \(figures.day(covered.upperBound))"))
        }
        if let forecast = reading.forecast {
            items.append(
                KeyValue(
                    screen("reporting.forecast"), figures.full(forecast.figure, of: reading),
                    source: screen(
                        "reporting.forecast.\(forecast.method.rawValue)",
                        ["covered": "\(forecast.coveredDays)", "total": "\(forecast.totalDays)"])))
        }
        let note = figures.name(definition.note)
        return Markup.keyValues(items) + (note.isEmpty ? .empty : Markup.why(note))
    }

    private var edit: Markup {
        let version = versions.first?.version ?? 1
        let form = screen.form(values: sent ?? ["document": Self.pretty(definition.json), "version": "\(version)"], errors: errors)
        return Markup.card(screen("reporting.kpi.edit"), note: screen("reporting.kpi.editNote"), id: "edit") {
            form.markup(to: "/ui/reporting/kpis/" + definition.key, submit: screen("reporting.kpi.save")) {
                form.hidden("version", sent?["version"] ?? "\(version)")
                form.area(
                    "document", screen("reporting.kpi.document"), hint: screen("reporting.kpi.documentHint"), isRequired: true, rows: 18,
                    isCode: true)
            }
        }
    }

    /// JSON with two spaces a level, for people to edit.
    static func pretty(_ value: JSONValue, indent: String = "") -> String {
        let inner = indent + "  "
        switch value {
        case .array(let items) where items.contains { $0.objectValue != nil || $0.arrayValue != nil }:
            return "[\n" + items.map { inner + pretty($0, indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !members.isEmpty && value.serialized.count > 80:
            let lines = members.map { key, item in "\(inner)\(JSONValue.string(key).serialized): \(pretty(item, indent: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        case .null, .bool, .integer, .number, .string, .array, .object: return value.serialized
        }
    }
}
