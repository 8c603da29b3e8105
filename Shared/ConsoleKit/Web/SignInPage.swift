import Hummingbird
import ServiceKit

/// The page on which people sign in with a local account.
struct SignInPage: Sendable {
    let screen: ConsoleScreen
    /// Where to go then.
    let next: String
    var login = ""

    func response(refusal: Problem? = nil) -> Response {
        let form = screen.form(values: ["login": login])
        return screen.gate(title: screen("console.signIn.title"), status: refusal?.status ?? .ok) {
            Markup.paragraph(screen("console.signIn.lead"))
            if let refusal {
                "<p class=\"notice bad\" role=\"alert\">\(message(refusal))</p>" as Markup
            }
            """
            <form method="post" action="/ui/sign-in"><input type="hidden" name="next" value="\(next)">\
            \(form.text("login", screen("console.signIn.name"), isRequired: true, limit: 200, autocomplete: "username"))\
            \(form.text("password", screen("console.signIn.password"), kind: .password, isRequired: true, limit: 256, autocomplete: "current-password"))\
            <button class="btn primary">\(screen("console.signIn.submit"))</button></form>
            """ as Markup
            "<p class=\"small\">\(screen("console.signIn.help"))</p><pre class=\"command\"><code>maru users add LOGIN --role marketer</code></pre>"
                as Markup
        }
    }

    private func message(_ refusal: Problem) -> String {
        guard refusal.status == .tooManyRequests else { return screen("console.signIn.refused") }
        return screen("console.signIn.tooMany", ["seconds": "\(refusal.retryAfter ?? 60)"])
    }
}
