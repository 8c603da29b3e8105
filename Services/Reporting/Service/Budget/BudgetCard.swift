import CommonModels
import ConsoleKit
import ReportingDomain

/// The initiatives of the shared budget: who bears what, how much is used, where it will end, what it returned.
struct BudgetCard {
    let screen: ConsoleScreen
    let quarter: Quarter

    private var format: ConsoleFormat { screen.format }

    func markup(_ budget: BudgetSummary?, actions: ((Initiative) -> Markup)? = nil) -> Markup {
        let address = PageAddress.make("/ui/reporting/budget", ["quarter": quarter.description])
        guard let budget, !budget.initiatives.isEmpty else {
            return Markup.card(screen("reporting.budget.title")) {
                Markup.emptyState(
                    screen("reporting.budget.empty"), screen("reporting.budget.emptyText"),
                    action: .buttonLink(screen("reporting.budget.start"), address + "#start"))
            }
        }
        func money(_ minorUnits: Int64) -> String { format.compactMoney(Money(minorUnits: minorUnits, currency: budget.currency)) }
        let note = screen(
            "reporting.budget.note",
            [
                "pool": money(budget.contributed), "n": "\(budget.departments.filter { $0.contributed > 0 }.count)",
                "spent": money(budget.spent),
                "committed": money(budget.committed),
            ])
        var columns: [TableColumn] = [
            TableColumn(screen("reporting.budget.initiative")), TableColumn(screen("reporting.budget.shares")),
            .number(screen("reporting.budget.budget")), TableColumn(screen("reporting.budget.use")), .number("ROI"),
            TableColumn(screen("reporting.budget.state")),
        ]
        if actions != nil { columns.append(TableColumn("")) }
        let right: Markup = actions == nil ? .link(screen("reporting.budget.ledger"), address) : .empty
        return Markup.card(screen("reporting.budget.title"), note: note, right: right) {
            Markup.table(label: screen("reporting.budget.title"), columns, budget.initiatives) { reading in
                cells(reading, money: money) + (actions.map { [$0(reading.initiative)] } ?? [])
            }
        }
    }

    private func cells(_ reading: BudgetSummary.InitiativeReading, money: (Int64) -> String) -> [Markup] {
        let burn = reading.burnDown
        let total = Double(max(burn.budget, 1))
        let use = screen("reporting.budget.used", ["spent": money(burn.spent), "forecast": money(burn.forecast)])
        let shares = reading.costs.map { cost in
            "\(cost.name) \(format.number(Double(cost.basisPoints) / 100, digits: cost.basisPoints % 100 == 0 ? 0 : 2))"
        }.joined(separator: " · ")
        return [
            Markup.strong(reading.initiative.name) + ("<br>" as Markup) + Markup.small(reading.sponsor), Markup.small(shares),
            .text(money(burn.budget)),
            Markup.bar(Double(burn.spent) / total, mark: Double(burn.forecast) / total, tone: tone(burn.status), label: use)
                + Markup.small(use),
            .text(reading.returnOnSpend.map { format.number($0, digits: 1) + "×" } ?? "–"), state(reading),
        ]
    }

    private func state(_ reading: BudgetSummary.InitiativeReading) -> Markup {
        guard reading.initiative.status == .approved else {
            return .tag(
                screen("reporting.initiative.\(reading.initiative.status.rawValue)"),
                reading.initiative.status == .proposed ? .info : .plain)
        }
        let tone: Tone =
            switch reading.burnDown.status {
            case .notStarted: .info
            case .onPlan: .good
            case .overrunExpected: .warn
            case .overrun: .bad
            }
        return .tag(screen("reporting.burn.\(reading.burnDown.status.rawValue)"), tone)
    }

    private func tone(_ status: BurnDown.Status) -> Tone {
        switch status {
        case .notStarted, .onPlan: .accent
        case .overrunExpected: .warn
        case .overrun: .bad
        }
    }
}
