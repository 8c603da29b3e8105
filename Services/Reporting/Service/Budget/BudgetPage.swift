import CommonModels
import ConsoleKit
import ReportingDomain
import ServiceKit

/// The shared budget: what is in the pool, what each initiative used and returned, who bears it, and every movement.
struct BudgetPage {
    let screen: ConsoleScreen
    let quarter: Quarter
    let quarters: [Quarter]
    let budget: BudgetSummary?
    let departments: [Department]
    let lines: [LedgerTable.Line]
    var forms = BudgetForms.Sent()

    private var figures: FigureText { FigureText(screen: screen) }

    private var mayWrite: Bool { screen.may(.budgetWrite) }

    var page: ConsolePage {
        ConsolePage(
            title: screen("reporting.budget.title"), active: .budget, crumbs: [ConsolePage.Crumb("CoE", "/ui/reporting")], answer: answer,
            actions: actions,
            topRight: QuarterChoice(screen: screen, quarters: quarters, chosen: quarter).markup(to: "/ui/reporting/budget")
        ) {
            initiativesCard
            movements
            start
        }
    }

    private var actions: Markup {
        mayWrite ? Markup.buttonLink(screen("reporting.budget.propose"), "#start", isPrimary: true) : Markup.empty
    }

    private var initiativesCard: Markup {
        guard let budget, !budget.initiatives.isEmpty else { return .empty }
        let card = BudgetCard(screen: screen, quarter: quarter)
        return mayWrite ? card.markup(budget, actions: { decision($0) }) : card.markup(budget)
    }

    private var movements: Markup {
        guard let budget, !budget.departments.isEmpty else { return .empty }
        return Markup.grid {
            departmentsCard(budget)
            ledgerCard(budget)
        }
    }

    private var start: Markup {
        if mayWrite {
            return BudgetForms(screen: screen, quarter: quarter, departments: departments, budget: budget, sent: forms).markup
        }
        return budget == nil ? Markup.emptyState(screen("reporting.budget.empty"), screen("reporting.budget.emptyText")) : .empty
    }

    private func money(_ minorUnits: Int64) -> String {
        budget.map { screen.format.money(Money(minorUnits: minorUnits, currency: $0.currency)) } ?? ""
    }

    private var answer: String {
        guard let budget, budget.contributed > 0 else { return screen("reporting.budget.answer.empty") }
        var text = screen(
            "reporting.budget.answer",
            ["given": money(budget.contributed), "spent": money(budget.spent), "pool": money(budget.pool)])
        let over = budget.initiatives.filter { $0.burnDown.status == .overrun || $0.burnDown.status == .overrunExpected }
        if !over.isEmpty { text += " " + screen("reporting.budget.answer.over", ["n": "\(over.count)"]) }
        let open = budget.initiatives.filter { $0.initiative.status == .proposed }
        if !open.isEmpty { text += " " + screen("reporting.budget.answer.open", ["n": "\(open.count)"]) }
        return text
    }

    private func decision(_ initiative: Initiative) -> Markup {
        guard initiative.status == .proposed else { return .empty }
        let form = screen.form()
        let address = "/ui/reporting/budget/initiatives/\(initiative.id)"
        return Markup.row {
            form.button(screen("reporting.budget.approve"), to: address + "/approve")
            form.button(screen("reporting.budget.decline"), to: address + "/decline")
        }
    }

    private func departmentsCard(_ budget: BudgetSummary) -> Markup {
        Markup.card(screen("reporting.report.chargeback"), note: figures.quarter(quarter), span: 5) {
            Markup.table(
                label: screen("reporting.report.chargeback"),
                [
                    TableColumn(screen("reporting.department")), .number(screen("reporting.contributed")),
                    .number(screen("reporting.cost")),
                ], budget.departments
            ) { [.text($0.department.name), .text(money($0.contributed)), .text(money($0.cost))] }
            Markup.why(screen("reporting.report.chargebackNote"))
        }
    }

    private func ledgerCard(_ budget: BudgetSummary) -> Markup {
        let names = Dictionary(
            budget.departments.map { ($0.department.id.rawValue, $0.department.name) }
                + budget.initiatives.map { ($0.initiative.id.rawValue, $0.initiative.name) }, uniquingKeysWith: { first, _ in first })
        return Markup.card(screen("reporting.ledger.title"), note: screen("reporting.ledger.note"), span: 7) {
            if lines.isEmpty {
                Markup.emptyState(screen("reporting.ledger.empty"), screen("reporting.ledger.emptyText"))
            } else {
                Markup.table(
                    label: screen("reporting.ledger.title"),
                    [
                        TableColumn(screen("reporting.ledger.day")), TableColumn(screen("reporting.ledger.kind")),
                        TableColumn(screen("reporting.ledger.subject")), .number(screen("reporting.ledger.amount")),
                        TableColumn(screen("reporting.ledger.memo")),
                    ], lines
                ) { line in
                    [
                        .text(figures.day(line.day)), .text(screen("reporting.ledger.kind.\(line.kind.rawValue)")),
                        .text(names[line.subject] ?? ""), .text(money(line.minorUnits)),
                        .small(line.memo.isEmpty ? line.person : "\(line.memo) · \(line.person)"),
                    ]
                }
            }
        }
    }
}
