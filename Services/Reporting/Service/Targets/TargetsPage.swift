import CommonModels
import ConsoleKit
import ReportingDomain

/// The targets of one quarter in one form.
struct TargetsPage {
    let screen: ConsoleScreen
    let quarter: Quarter
    let quarters: [Quarter]
    let readings: [KPIReading]
    let targets: [String: DecimalAmount]
    var sent: [String: String]?
    var errors: FormErrors = .none

    var page: ConsolePage {
        let figures = FigureText(screen: screen)
        let values = sent ?? Dictionary(uniqueKeysWithValues: targets.map { key, target in (key, Self.text(target, unit: unit(key))) })
        let form = screen.form(values: values, errors: errors)
        return ConsolePage(
            title: screen("reporting.targets.title", ["quarter": figures.quarter(quarter)]), active: .kpis,
            crumbs: [.init("CoE", "/ui/reporting"), .init("KPI", "/ui/reporting/kpis")],
            answer: screen("reporting.targets.answer", ["n": "\(targets.count)", "total": "\(readings.count)"]),
            topRight: QuarterChoice(screen: screen, quarters: offered, chosen: quarter).markup(to: "/ui/reporting/targets")
        ) {
            Markup.card(screen("reporting.targets.card"), note: screen("reporting.targets.note")) {
                form.markup(
                    to: "/ui/reporting/targets?quarter=\(quarter)", submit: screen("reporting.targets.save"), cancel: "/ui/reporting"
                ) {
                    form.beside {
                        for reading in readings {
                            form.text(
                                reading.definition.key, figures.name(reading.definition.name), hint: hint(reading, figures), limit: 24,
                                placeholder: screen("reporting.targets.none"))
                        }
                    }
                }
            }
        }
    }

    /// The next quarter can be planned, too.
    private var offered: [Quarter] { (quarters.first.map { [$0.next] } ?? []) + quarters }

    private func unit(_ key: String) -> KPIDefinition.Unit { readings.first { $0.definition.key == key }?.definition.unit ?? .count }

    private func hint(_ reading: KPIReading, _ figures: FigureText) -> String {
        let unit = screen("reporting.targets.unit.\(reading.definition.unit.rawValue)", ["currency": reading.currency ?? ""])
        guard let before = reading.quarterOnQuarter else { return unit }
        return unit + " · " + screen("reporting.targets.before", ["value": figures.full(before.figure, of: reading)])
    }

    /// As people type it: rates in percent, no digits that say nothing.
    static func text(_ target: DecimalAmount, unit: KPIDefinition.Unit) -> String {
        var text = DecimalText.text(unit == .percent ? target.units * 100 : target.units, digits: 4)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Reads what people typed; commas between thousands and a percent sign are fine.
    static func target(_ text: String, unit: KPIDefinition.Unit) -> DecimalAmount? {
        let plain = text.filter { $0 != "," && $0 != "%" && $0 != " " }
        guard let amount = DecimalAmount(parsing: plain.utf8), amount >= .zero else { return nil }
        return unit == .percent ? DecimalAmount(units: (amount.units + 50) / 100) : amount
    }
}
