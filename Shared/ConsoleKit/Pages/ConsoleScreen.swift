package import CommonModels
package import HTTPTypes
package import Hummingbird
import NIOCore
package import ServiceKit

/// One request's view of the console: draws parts in the reader's language and answers with pages.
///
/// `screen("console.job.speed", ["n": screen.format.number(count)])` is a sentence of the catalogue.
package struct ConsoleScreen: Sendable {
    package let words: Words
    package let format: ConsoleFormat
    /// Who reads; nil only on sign-in.
    package let principal: Principal?
    package let csrfToken: String?
    /// The path of this page, and the same with its query.
    package let path: String
    package let address: String
    package let console: Console
    /// What the reader sees of fields about people. When something was masked, the page says so above its parts.
    package let fields: FieldMask

    package var locale: ConsoleLocale { words.locale }

    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String { words(key, values) }

    /// Whether the reader may do it; hide buttons they cannot use.
    package func may(_ scope: Scope) -> Bool { principal?.may(scope) ?? false }

    /// The address of a page of another service, e.g. a customer's.
    package func link(_ path: String, of service: ServiceName) -> String { console.address(path, of: service) }

    /// The page with its frame.
    package func answer(_ page: ConsolePage, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: PageHeaders.page, body: body(console.render(frame(page))))
    }

    /// A page without the frame: sign-in and what is said to people who are not signed in.
    package func gate(title: String, status: HTTPResponse.Status = .ok, @MarkupBuilder _ content: () -> Markup) -> Response {
        let view = GateView(
            lang: locale.rawValue, title: title, brand: words("console.brand"), styleAddress: console.assets.address("maru.css"),
            iconAddress: console.assets.address("maru.svg"), languages: languages, body: content().html)
        return Response(status: status, headers: PageHeaders.page, body: body(console.render(view)))
    }

    /// HTML written by users, for `Markup.preview`: shut in by the strictest policy.
    package func preview(html: String) -> Response {
        Response(status: .ok, headers: PageHeaders.preview, body: body(html))
    }

    /// After a form was taken: the browser loads the page anew, so that reloading sends nothing twice.
    package func redirect(to address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
    }

    private func body(_ html: String) -> ResponseBody { ResponseBody(byteBuffer: ByteBuffer(string: html)) }

    private func frame(_ page: ConsolePage) -> FrameView {
        func nonEmpty(_ markup: Markup) -> String? { markup.isEmpty ? nil : markup.html }
        let above = page.crumbs.map { FrameView.Crumb(text: $0.text, address: $0.address.map(Markup.safeAddress)) }
        return FrameView(
            lang: locale.rawValue, title: page.title, titleTags: page.titleTags.isEmpty ? "" : " " + page.titleTags.html,
            brand: words("console.brand"), styleAddress: console.assets.address("maru.css"),
            iconAddress: console.assets.address("maru.svg"), refreshSeconds: page.refreshSeconds.map { "\($0)" },
            modules: (["maru.js"] + page.modules).map(console.assets.address), skip: words("console.skip"),
            menuLabel: words("console.nav.label"), homeAddress: console.address(of: .today), groups: menu(active: page.active),
            who: principal?.displayName, languages: languages, signOutToken: csrfToken, signOut: words("console.signOut"),
            crumbsLabel: words("console.crumbs"), crumbs: above + [FrameView.Crumb(text: page.title, address: nil)],
            topRight: nonEmpty(page.topRight), answer: page.answer, actions: nonEmpty(page.actions), body: (maskNote + page.body).html)
    }

    private func menu(active: NavItem?) -> [FrameView.Group] {
        NavItem.Group.allCases.map { group in
            FrameView.Group(
                name: group == .top ? nil : words("console.nav.group.\(group.rawValue)"),
                items: NavItem.allCases.filter { $0.group == group }.map { item in
                    FrameView.Item(
                        text: words(item.textKey), address: console.address(of: item), icon: item.icon, isCurrent: item == active)
                })
        }
    }

    private var languages: [FrameView.Language] {
        ConsoleLocale.allCases.map { locale in
            FrameView.Language(
                code: locale.rawValue, name: words("console.language.\(locale.rawValue)"),
                address: PageAddress.make("/ui/language", ["to": locale.rawValue, "next": address]), isCurrent: locale == self.locale)
        }
    }
}
