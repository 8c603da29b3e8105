import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// By what do we know people, which values name nobody, and what did not become a link?
struct IdentitiesPage: Sendable {
    private static let shownMax = 20
    private static let refusalDays = 30

    let console: Console
    let access: FieldAccess
    let seal: PlaceSeal
    let desk: IdentityDesk
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/identities", use: show)
        console.pages(on: router, requiring: .admin)
            .post("/ui/profile/identities/junk", use: addJunk)
            .post("/ui/profile/identities/junk/remove", use: removeJunk)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context)
    }

    private func page(
        _ request: Request, _ context: ServiceContext, sent: [String: String] = [:], errors: FormErrors = .none
    ) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = PageRequest(limit: Self.shownMax, after: request.query("after"))
        async let namespaces = desk.namespaces()
        async let conflicts = desk.conflicts(limit: Self.shownMax, after: nil)
        async let refusals = desk.refusals(days: Self.refusalDays, now: screen.format.now)
        let found = try await desk.junk(origin: nil, limit: page.limit + 1, after: page.place(seal, count: 3))
        let junk = page.page(found, item: { $0 }, place: { seal.sealed($0.keyset) })
        let (known, kept, refused) = (try await namespaces, try await conflicts, try await refusals)
        let form = screen.form(values: sent, errors: errors)
        return screen.answer(
            ConsolePage(
                title: screen("profile.identities.title"), active: .customers,
                crumbs: [.init(screen("profile.customers.title"), "/ui/profile")],
                answer: screen("profile.identities.answer", ["n": screen.format.number(known.count)]),
                actions: screen.may(.admin)
                    ? .buttonLink(screen("profile.identities.new"), "/ui/profile/identities/new", isPrimary: true) : .empty
            ) {
                IdentityWords.tabs(screen, isMerges: false)
                NamespaceCard(screen: screen, namespaces: known).markup
                JunkCard(screen: screen, junk: junk, namespaces: known, after: page.after, form: form).markup
                Markup.grid {
                    ConflictCard(screen: screen, conflicts: kept).markup
                    RefusalCard(screen: screen, refusals: refused).markup
                }
            }, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func addJunk(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        do {
            let note = String((sent["note"] ?? "").prefix(JunkValue.noteLengthMax))
            _ = try await desk.addJunk(
                sent["namespace"] ?? "", sent["value"] ?? "", note: note, by: IdentityActor(context), at: clock.now())
        } catch IdentityRuleError.invalid(let faults) {
            return try await page(request, context, sent: sent, errors: FormErrors(faults))
        }
        return console.screen(request, context).redirect(to: "/ui/profile/identities")
    }

    @Sendable private func removeJunk(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        try await desk.removeJunk(sent["namespace"] ?? "", sent["value"] ?? "", by: IdentityActor(context))
        return console.screen(request, context).redirect(to: "/ui/profile/identities")
    }
}
