import CommonModels
import ConsoleKit
import ReportingDomain

/// Says a KPI's definition in words, so that nobody has to read JSON to know what a number means.
struct KPISentence {
    let screen: ConsoleScreen

    func text(_ formula: KPIFormula) -> String {
        switch formula {
        case .total(let measure): text(measure)
        case .people(let selection, let who):
            screen("reporting.sentence.people.\(who.rawValue)", ["events": events(selection)]) + conditions(selection)
        case .ratio(let above, let below):
            screen("reporting.sentence.ratio", ["above": text(above), "below": text(below)])
        }
    }

    private func text(_ measure: Measure) -> String {
        let events = events(measure.selection)
        let sentence: String =
            switch measure.quantity {
            case .events: screen("reporting.sentence.count", ["events": events])
            case .distinct(let property): screen("reporting.sentence.distinct", ["events": events, "property": property])
            case .property(let property, let otherwise):
                screen("reporting.sentence.sum", ["events": events, "property": property])
                    + (otherwise.map { " " + screen("reporting.sentence.otherwiseProperty", ["property": $0]) } ?? "")
            case .lineProduct(let factors, let otherwise):
                screen(
                    "reporting.sentence.lines",
                    ["events": events, "lines": measure.selection.lines?.property ?? "", "factors": factors.joined(separator: " × ")])
                    + (otherwise.map { " " + screen("reporting.sentence.otherwise", ["property": $0]) } ?? "")
            }
        return sentence + conditions(measure.selection)
    }

    private func events(_ selection: EventSelection) -> String { selection.events.joined(separator: ", ") }

    private func conditions(_ selection: EventSelection) -> String {
        var parts = selection.filters.map(condition)
        if selection.knownCustomerOnly { parts.append(screen("reporting.sentence.known")) }
        if let lines = selection.lines, !lines.filters.isEmpty {
            parts.append(
                screen("reporting.sentence.onLines", ["conditions": lines.filters.map(condition).joined(separator: ", ")]))
        }
        return parts.isEmpty ? "" : " (" + parts.joined(separator: "; ") + ")"
    }

    private func condition(_ filter: PropertyFilter) -> String {
        func value(_ json: JSONValue) -> String { json.stringValue ?? json.serialized }
        func number(_ amount: DecimalAmount) -> String {
            amount.units % DecimalAmount.scale == 0 ? "\(amount.units / DecimalAmount.scale)" : DecimalText.text(amount.units, digits: 4)
        }
        let operation: String =
            switch filter.test {
            case .is(let wanted): "= " + value(wanted)
            case .isNot(let wanted): "≠ " + value(wanted)
            case .oneOf(let list): "∈ {" + list.map(value).joined(separator: ", ") + "}"
            case .above(let bound): "> " + number(bound)
            case .atLeast(let bound): "≥ " + number(bound)
            case .below(let bound): "< " + number(bound)
            case .atMost(let bound): "≤ " + number(bound)
            case .exists(let wanted): screen(wanted ? "reporting.sentence.exists" : "reporting.sentence.missing")
            }
        return filter.property + " " + operation
    }
}
