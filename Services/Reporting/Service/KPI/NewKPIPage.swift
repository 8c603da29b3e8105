import CommonModels
import ConsoleKit
import ReportingDomain

/// Starts a KPI from a document that already works.
struct NewKPIPage {
    let screen: ConsoleScreen
    var sent: [String: String]?
    var errors: FormErrors = .none

    var page: ConsolePage {
        let form = screen.form(values: sent ?? ["document": KPIPage.pretty(Self.example.json)], errors: errors)
        return ConsolePage(
            title: screen("reporting.kpi.new"), active: .kpis, crumbs: [.init("CoE", "/ui/reporting"), .init("KPI", "/ui/reporting/kpis")],
            answer: screen("reporting.kpi.newAnswer")
        ) {
            Markup.card(screen("reporting.kpi.document")) {
                form.markup(to: "/ui/reporting/kpis-new", submit: screen("reporting.kpi.create"), cancel: "/ui/reporting/kpis") {
                    form.area(
                        "document", screen("reporting.kpi.document"), hint: screen("reporting.kpi.documentHint"), isRequired: true,
                        rows: 18,
                        isCode: true)
                }
            }
        }
    }

    private static let example = KPIDefinition(
        key: "sign-ups", name: LocalizedName(ko: "가입", en: "Sign-ups"), unit: .people, direction: .up,
        formula: .people(EventSelection(events: ["Signed Up"]), .all))
}
