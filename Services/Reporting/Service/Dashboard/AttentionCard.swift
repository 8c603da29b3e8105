import CommonModels
import ConsoleKit
import ReportingDomain

/// What needs somebody's decision this quarter, each with the place to act.
struct AttentionCard {
    let screen: ConsoleScreen
    let report: QuarterReport

    private struct Item {
        let text: String
        let tag: Markup
        let address: String
    }

    func markup(span: Int) -> Markup {
        let items = items
        return Markup.card(
            screen("reporting.attention.title"), note: screen("reporting.attention.note", ["n": "\(items.count)"]), span: span
        ) {
            if items.isEmpty {
                Markup.emptyState(screen("reporting.attention.none"), screen("reporting.attention.noneText"))
            } else {
                Markup.table(
                    label: screen("reporting.attention.title"),
                    [TableColumn(screen("reporting.attention.what")), TableColumn(screen("reporting.attention.state"))], items
                ) { [.link($0.text, $0.address), $0.tag] }
            }
        }
    }

    private var items: [Item] {
        let figures = FigureText(screen: screen)
        let quarter: KeyValuePairs<String, String?> = ["quarter": report.quarter.description]
        var items: [Item] = []
        if report.effect?.effect?.sampleRatio?.isAlarming == true {
            items.append(
                Item(
                    text: screen("reporting.attention.ratio"), tag: .tag(screen("reporting.attention.alarm"), .bad),
                    address: PageAddress.make("/ui/reporting/report", quarter) + "#effect"))
        }
        for reading in report.withTarget where !reading.status.isGood && reading.status != .noData {
            let status = figures.status(reading.status)
            items.append(
                Item(
                    text: screen("reporting.attention.kpi", ["name": figures.name(reading.definition.name)]),
                    tag: .tag(status.text, status.tone),
                    address: PageAddress.make("/ui/reporting/kpis/" + reading.definition.key, quarter)))
        }
        for reading in report.budget?.initiatives ?? [] {
            let address = PageAddress.make("/ui/reporting/budget", quarter)
            if reading.initiative.status == .proposed {
                items.append(
                    Item(
                        text: screen("reporting.attention.proposal", ["name": reading.initiative.name]),
                        tag: .tag(screen("reporting.attention.decide"), .info), address: address))
            } else if reading.burnDown.status == .overrun || reading.burnDown.status == .overrunExpected {
                items.append(
                    Item(
                        text: screen("reporting.attention.budget", ["name": reading.initiative.name]),
                        tag: .tag(screen("reporting.burn.\(reading.burnDown.status.rawValue)"), .warn), address: address))
            }
        }
        if report.withTarget.isEmpty {
            items.append(
                Item(
                    text: screen("reporting.attention.targets"), tag: .tag(screen("reporting.attention.decide"), .info),
                    address: PageAddress.make("/ui/reporting/targets", quarter)))
        }
        return items
    }
}
