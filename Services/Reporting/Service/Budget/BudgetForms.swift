import CommonModels
import ConsoleKit
import ReportingDomain

/// The forms of the budget page: departments and what they give, proposals, spending.
struct BudgetForms {
    /// A form that was sent and refused, to be shown again.
    struct Sent {
        var name = ""
        var values: [String: String] = [:]
        var errors = FormErrors.none
    }

    let screen: ConsoleScreen
    let quarter: Quarter
    let departments: [Department]
    let budget: BudgetSummary?
    let sent: Sent

    private var currency: String { budget?.currency.code ?? "KRW" }

    var markup: Markup {
        Markup.grid {
            Markup.card(screen("reporting.budget.giveTitle"), note: screen("reporting.budget.giveNote"), span: 5, id: "give") { give }
            Markup.card(screen("reporting.budget.propose"), note: screen("reporting.budget.proposeNote"), span: 7, id: "start") { propose }
            if approved.isEmpty {
                Markup.empty
            } else {
                Markup.card(screen("reporting.budget.spendTitle"), note: screen("reporting.budget.spendNote"), span: 12, id: "spend") {
                    spend
                }
            }
        }
    }

    private func form(_ name: String) -> ConsoleForm {
        sent.name == name ? screen.form(values: sent.values, errors: sent.errors) : screen.form(values: ["currency": currency])
    }

    private var give: Markup {
        let form = form("contribute")
        return form.markup(to: "/ui/reporting/budget/contribute", submit: screen("reporting.budget.give")) {
            form.text(
                "department", screen("reporting.department"), hint: screen("reporting.budget.departmentHint"), isRequired: true,
                limit: Department.nameLengthMax)
            form.beside {
                form.text("amount", screen("reporting.ledger.amount"), isRequired: true, limit: 20)
                form.text("currency", screen("reporting.currency"), isRequired: true, limit: 3)
            }
        }
    }

    private var propose: Markup {
        guard !departments.isEmpty else {
            return Markup.emptyState(
                screen("reporting.budget.first"), screen("reporting.budget.firstText"),
                action: .buttonLink(screen("reporting.budget.give"), "#give"))
        }
        let form = form("propose")
        return form.markup(to: "/ui/reporting/budget/initiatives", submit: screen("reporting.budget.proposeSubmit")) {
            form.text("name", screen("reporting.budget.initiative"), isRequired: true, limit: Initiative.nameLengthMax)
            form.beside {
                form.select("sponsor", screen("reporting.budget.sponsor"), departments.map { ($0.id.rawValue, $0.name) })
                form.text("amount", screen("reporting.budget.requested", ["currency": currency]), isRequired: true, limit: 20)
            }
            form.beside {
                for department in departments {
                    form.text("share-" + department.id.rawValue, screen("reporting.budget.share", ["name": department.name]), limit: 6)
                }
            }
            form.text("experiment", screen("reporting.budget.experiment"), hint: screen("reporting.budget.experimentHint"), limit: 120)
        }
    }

    private var approved: [Initiative] { budget?.initiatives.map(\.initiative).filter { $0.status == .approved } ?? [] }

    private var spend: Markup {
        let form = form("entry")
        let kinds = [LedgerAction.Kind.spend, .commit, .release, .giveBack].map {
            ($0.rawValue, screen("reporting.ledger.kind.\($0.rawValue)"))
        }
        return form.markup(to: "/ui/reporting/budget/entries", submit: screen("reporting.budget.record")) {
            form.beside {
                form.select("initiative", screen("reporting.budget.initiative"), approved.map { ($0.id.rawValue, $0.name) })
                form.select("kind", screen("reporting.ledger.kind"), kinds)
                form.text("amount", screen("reporting.budget.requested", ["currency": currency]), isRequired: true, limit: 20)
                form.text("memo", screen("reporting.ledger.memo"), limit: LedgerEntry.memoLengthMax)
            }
        }
    }
}
