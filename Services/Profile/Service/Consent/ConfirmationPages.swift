import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// The open end of confirmation links (double opt-in). Looking, as mail scanners do, confirms nothing; the button does.
struct ConfirmationPages: Sendable {
    static let openPaths = ["/consent/confirm/*"]

    let desk: ConsentConfirmationDesk
    let console: Console
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/consent/confirm/:token", use: show)
        router.post("/consent/confirm/:token", use: confirm)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let found = try await desk.find(try context.text("token"), at: clock.now())
        if let reason = Self.refusal(of: found) { return ConsentDeadEnd(screen: screen).response(reason) }
        return screen.hosted(title: screen("consent.confirm.title"), intro: screen("consent.confirm.intro")) {
            if let found { card(found, screen, action: request.uri.path) }
        }
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let evidence = ConsentEvidence(language: context.locale.rawValue, ip: context.peer, userAgent: request.headers[.userAgent])
        let found = try await desk.confirm(try context.text("token"), evidence: evidence, at: clock.now())
        if let reason = Self.refusal(of: found) { return ConsentDeadEnd(screen: screen).response(reason) }
        return screen.hosted(title: screen("consent.confirm.doneTitle"), intro: screen("consent.confirm.done")) {
            if let found {
                Markup.card(subject(found, screen)) { Markup.paragraph(screen("consent.confirm.doneHint")) }
            }
        }
    }

    private func card(_ found: ConsentConfirmationDesk.Found, _ screen: ConsoleScreen, action: String) -> Markup {
        let address = PageAddress.make(action, ["lang": screen.locale.rawValue])
        let text: Markup = found.text.map { "<p class=\"quote\">\($0.text(screen.locale))</p>" } ?? .empty
        return .card(subject(found, screen)) {
            text
            Markup.why(screen("consent.confirm.until", ["date": screen.format.dateTime(found.confirmation.expiresAt)]))
            """
            <form method="post" action="\(href: address)"><button class="btn primary">\(screen("consent.confirm.submit"))</button></form>
            """ as Markup
        }
    }

    private func subject(_ found: ConsentConfirmationDesk.Found, _ screen: ConsoleScreen) -> String {
        let purpose = found.purpose?.name(screen.locale) ?? found.confirmation.purpose.rawValue
        let channel = found.channel?.name(screen.locale) ?? screen("profile.channel.\(found.confirmation.channel.rawValue)")
        return "\(purpose) · \(channel)"
    }

    private static func refusal(of found: ConsentConfirmationDesk.Found?) -> ConsentDeadEnd.Reason? {
        switch found?.state {
        case nil: .notOurs
        case .open: nil
        case .expired: .expired
        case .used: .used
        case .superseded: .superseded
        }
    }
}
