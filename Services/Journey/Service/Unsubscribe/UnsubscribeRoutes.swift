import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ServiceKit

/// The open end of unsubscribe links (RFC 8058). Looking, as mail scanners do, never unsubscribes; posting does, without
/// cookie, key or form token: the signature in the link is the proof.
struct UnsubscribeRoutes: Sendable {
    let desk: UnsubscribeDesk
    let console: Console

    func add(to router: Router<ServiceContext>) {
        router.get("/v1/unsubscribe/:token", use: show)
        router.post("/v1/unsubscribe/:token", use: withdraw)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let token = try token(context)
        let screen = console.screen(request, context)
        let address = PageAddress.make(request.uri.path, ["lang": screen.locale.rawValue])
        return screen.hosted(title: screen("journey.unsubscribe.title")) {
            Markup.paragraph(screen("journey.unsubscribe.ask", values(token, screen)))
            "<form method=\"post\" action=\"\(href: address)\"><button class=\"btn primary\">\(screen("journey.unsubscribe.submit"))</button></form>"
                as Markup
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let token = try token(context)
        try await desk.withdraw(token)
        let screen = console.screen(request, context)
        return screen.hosted(title: screen("journey.unsubscribe.doneTitle")) {
            Markup.paragraph(screen("journey.unsubscribe.done", values(token, screen)))
        }
    }

    private func values(_ token: UnsubscribeToken, _ screen: ConsoleScreen) -> [String: String] {
        [
            "purpose": screen.words.optional("journey.purpose.\(token.purpose.rawValue)", fallback: token.purpose.rawValue),
            "channel": screen.words.optional("journey.channel.\(token.channel.rawValue)", fallback: token.channel.rawValue),
        ]
    }

    private func token(_ context: ServiceContext) throws -> UnsubscribeToken {
        guard let token = desk.token(try context.text("token")) else { throw Problem.notFound("unsubscribe link") }
        return token
    }
}
