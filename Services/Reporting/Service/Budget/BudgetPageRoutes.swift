import CommonModels
import ConsoleKit
import Hummingbird
import ReportingDomain
import ServiceKit

/// The budget page and what its forms do.
struct BudgetPageRoutes {
    let console: Console
    let store: BudgetStore
    let reports: ReportStore

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .reportingRead).get("/ui/reporting/budget", use: show)
        console.pages(on: router, requiring: .budgetWrite)
            .post("/ui/reporting/budget/contribute", use: contribute)
            .post("/ui/reporting/budget/initiatives", use: propose)
            .post("/ui/reporting/budget/initiatives/:id/approve", use: approve)
            .post("/ui/reporting/budget/initiatives/:id/decline", use: decline)
            .post("/ui/reporting/budget/entries", use: record)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        console.screen(request, context).answer(try await page(request, context).page)
    }

    private func page(_ request: Request, _ context: ServiceContext) async throws -> BudgetPage {
        let quarter = try request.query("quarter").map(KPIRoutes.quarter) ?? reports.calendar.quarter(of: reports.today)
        return BudgetPage(
            screen: console.screen(request, context), quarter: quarter, quarters: try await quarters(),
            budget: try await reports.budget(quarter),
            departments: try await store.departments(), lines: try await store.entries(before: nil, limit: 20))
    }

    /// From the running quarter, whatever the newest event is.
    private func quarters() async throws -> [Quarter] {
        let now = reports.calendar.quarter(of: reports.today)
        let known = try await reports.quarters()
        return known.first == now ? known : [now] + known
    }

    @Sendable private func contribute(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit("contribute", request, context) { fields, person in
            let amount = try Self.money(fields, fields["currency"] ?? "", screen: console.screen(request, context))
            let name = fields["department"] ?? ""
            let known = try await store.departments().first { $0.name == name }
            let department: Department
            if let known { department = known } else { department = try await store.addDepartment(name: name, by: person) }
            _ = try await store.record(
                .contribute(department.id, amount.minorUnits), currency: amount.currency, on: nil, memo: "", by: person)
        }
    }

    @Sendable private func propose(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit("propose", request, context) { fields, person in
            let screen = console.screen(request, context)
            let amount = try Self.money(fields, try await store.currency()?.code ?? "KRW", screen: screen)
            guard let sponsor = fields["sponsor"].flatMap({ DepartmentID($0) }) else { throw Problem.notFound("department") }
            var shares: [CostShare] = []
            for department in try await store.departments() {
                let name = "share-" + department.id.rawValue
                guard let text = fields[name]?.filter({ $0 != " " && $0 != "%" }), !text.isEmpty else { continue }
                guard let basisPoints = DecimalText.scaled(text, digits: 2).flatMap({ Int(exactly: $0) }) else {
                    throw Problem.validation([.init(screen("reporting.budget.badShare"), pointer: "/" + name)])
                }
                if basisPoints > 0 { shares.append(CostShare(department: department.id, basisPoints: basisPoints)) }
            }
            let experiment = fields["experiment"].flatMap { $0.isEmpty ? nil : $0 }
            _ = try await store.propose(
                name: fields["name"] ?? "", sponsor: sponsor, shares: shares, requested: amount, experimentKey: experiment, by: person)
        }
    }

    @Sendable private func approve(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await decide(request, context, approve: true)
    }

    @Sendable private func decline(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await decide(request, context, approve: false)
    }

    private func decide(_ request: Request, _ context: ServiceContext, approve: Bool) async throws -> Response {
        _ = try await store.decide(context.id("id", kind: "initiative"), approve: approve, by: context.requirePrincipal())
        return console.screen(request, context).redirect(to: "/ui/reporting/budget")
    }

    @Sendable private func record(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit("entry", request, context) { fields, person in
            let amount = try Self.money(fields, try await store.currency()?.code ?? "", screen: console.screen(request, context))
            guard let id = fields["initiative"].flatMap({ InitiativeID($0) }) else { throw Problem.notFound("initiative") }
            let units = amount.minorUnits
            let action: LedgerAction =
                switch fields["kind"].flatMap(LedgerAction.Kind.init) {
                case .commit: .commit(id, units)
                case .release: .release(id, units)
                case .giveBack: .giveBack(id, units)
                case .spend, .contribute, .allot, nil: .spend(id, units, fromCommitted: min(units, try await store.committed(to: id)))
                }
            _ = try await store.record(action, currency: amount.currency, on: nil, memo: fields["memo"] ?? "", by: person)
        }
    }

    /// Does what a form asks and goes back to the page; a refusal shows the form again with what is wrong.
    private func submit(
        _ name: String, _ request: Request, _ context: ServiceContext, _ work: ([String: String], Principal) async throws -> Void
    ) async throws -> Response {
        let fields = try await request.formBody(context)
        let screen = console.screen(request, context)
        do {
            try await work(fields, context.requirePrincipal())
            return screen.redirect(to: "/ui/reporting/budget")
        } catch {
            guard let problem = (error as? any ProblemConvertible)?.problem, [409, 422].contains(problem.status.code) else { throw error }
            var page = try await page(request, context)
            let faults = problem.errors.isEmpty ? [Problem.Fault(problem.detail ?? problem.title, pointer: "")] : problem.errors
            page.forms = BudgetForms.Sent(name: name, values: fields, errors: FormErrors(faults))
            return screen.answer(page.page, status: problem.status)
        }
    }

    private static func money(_ fields: [String: String], _ code: String, screen: ConsoleScreen) throws -> Money {
        guard let currency = Currency(code.uppercased()) else {
            throw Problem.validation([.init(screen("reporting.budget.badCurrency"), pointer: "/currency")])
        }
        let text = (fields["amount"] ?? "").filter { $0 != "," && $0 != " " }
        guard let money = Money(amount: text, currency: currency), money.minorUnits > 0 else {
            throw Problem.validation([.init(screen("reporting.budget.badAmount"), pointer: "/amount")])
        }
        return money
    }
}
