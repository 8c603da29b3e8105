import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// One-click unsubscribe (RFC 8058). The signature in the link is the proof: no cookie, key or form token is asked, and the
/// answer to a POST is 200 without a redirect, however often it comes. GET and HEAD, as mail scanners send them, only show.
struct OneClickRoutes: Sendable {
    static let openPaths = ["/v1/one-click/*"]
    static let source = "one-click"
    /// RFC 8058 asks for `List-Unsubscribe=One-Click`, multipart or urlencoded; it is read and says nothing more.
    private static let bodyBytesMax = 8_192

    let writer: ConsentWriter
    let history: ConsentHistory
    let links: ConsentLinks
    let console: Console
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/v1/one-click/:token", use: show)
        router.post("/v1/one-click/:token", use: withdraw)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        guard let subject = links.unsubscribe(try context.text("token")) else { return try deadEnd(request, screen) }
        return screen.hosted(
            title: screen("consent.unsubscribe.title"), intro: screen("consent.unsubscribe.intro", values(subject, screen))
        ) {
            Markup.card(screen("consent.unsubscribe.question")) {
                """
                <form method="post" action="\(href: PageAddress.make(request.uri.path, ["lang": screen.locale.rawValue]))">\
                <button class="btn primary">\(screen("consent.unsubscribe.submit"))</button></form>
                """ as Markup
            }
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        _ = try await request.bodyBuffer(context, limit: Self.bodyBytesMax)
        let now = clock.now()
        guard let subject = links.unsubscribe(try context.text("token")),
            let standing = try await history.standing(of: subject.profile, at: now)
        else { return try deadEnd(request, screen) }
        let present = standing.proofs.map(\.record.view).record(for: subject.purpose, on: subject.channel)
        if !(present?.status.isRefusal ?? false) {
            let record = ConsentRecord(
                purpose: subject.purpose, channel: subject.channel, status: .withdrawn, legalBasis: .consent, source: Self.source,
                textVersion: nil, at: now, expiresAt: nil,
                evidence: ConsentEvidence(language: context.locale.rawValue, ip: context.peer, userAgent: request.headers[.userAgent]))
            _ = try await writer.record([record], for: subject.profile, by: .customer, at: now)
        }
        return screen.hosted(
            title: screen("consent.unsubscribe.doneTitle"), intro: screen("consent.unsubscribe.done", values(subject, screen))
        ) {
            Markup.card(screen("consent.unsubscribe.regret")) { Markup.paragraph(screen("consent.unsubscribe.regretHint")) }
        }
    }

    /// A page for people, a problem for programs.
    private func deadEnd(_ request: Request, _ screen: ConsoleScreen) throws -> Response {
        guard request.prefersHTML else { throw Problem.notFound("unsubscribe link") }
        return ConsentDeadEnd(screen: screen).response(.notOurs)
    }

    private func values(_ subject: ConsentSubject, _ screen: ConsoleScreen) -> [String: String] {
        let words = CustomerWords(screen)
        return ["purpose": words.purpose(subject.purpose), "channel": words.channel(subject.channel)]
    }
}
