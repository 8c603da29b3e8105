import ConsoleKit
import ProfileDomain

/// The step before anything happens: is it the person themselves who asks?
struct CaseCheckCard {
    let screen: ConsoleScreen
    let address: String
    let errors: FormErrors

    var markup: Markup {
        let words = CaseWords(screen)
        let form = screen.form(errors: errors)
        return .card(screen("profile.case.check.title"), note: screen("profile.case.check.note")) {
            form.markup(to: address + "/identity-check", submit: screen("profile.case.check.submit")) {
                form.select(
                    "method", screen("profile.case.check.method"), IdentityCheck.Method.allCases.map { ($0.rawValue, words.method($0)) })
                form.area("note", screen("profile.case.check.evidence"), hint: screen("profile.case.check.evidenceHint"), rows: 2)
            }
            Markup.buttonLink(screen("profile.case.refuse.submit"), address + "/refuse")
        }
    }
}
