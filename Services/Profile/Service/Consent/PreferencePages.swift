import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// The open end of preference links. Nobody signs in: the link's signature says whose page it is, and since no other site
/// knows the link, none can send its forms. Looking changes nothing.
struct PreferencePages: Sendable {
    static let openPaths = ["/preferences/*"]
    private static let formBytesMax = 65_536

    let centre: PreferenceCentre
    let console: Console
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/preferences/:token", use: show)
        router.post("/preferences/:token", use: save)
        router.post("/preferences/:token/withdrawal", use: withdraw)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let (token, profile) = try reader(context)
        guard let profile, let sheet = try await centre.sheet(of: profile, at: clock.now()) else { return deadEnd(screen, token) }
        let notice = request.query("done").flatMap(PreferencePage.Notice.init)
        return PreferencePage(screen: screen, sheet: sheet, token: token, notice: notice).response
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let (token, profile) = try reader(context)
        let form = PreferenceForm(try await request.formFields(context, limit: Self.formBytesMax))
        guard let profile, let sheet = try await centre.sheet(of: profile, at: clock.now()) else { return deadEnd(screen, token) }
        let change = form.change(on: sheet, evidence: evidence(request, context))
        guard try await centre.save(change, of: profile, at: clock.now()) != nil else { return deadEnd(screen, token) }
        let after = try await centre.sheet(of: profile, at: clock.now())
        let waits = after?.standing.items.contains { item in
            item.status == .pending && change.choices.contains { $0.purpose == item.purpose && $0.channel == item.channel }
        }
        return back(screen, token, waits ?? false ? .pending : .saved)
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let (token, profile) = try reader(context)
        guard let profile, try await centre.withdrawAll(of: profile, evidence: evidence(request, context), at: clock.now()) else {
            return deadEnd(screen, token)
        }
        return back(screen, token, .withdrawn)
    }

    private func reader(_ context: ServiceContext) throws -> (token: String, profile: ProfileID?) {
        let token = try context.text("token")
        guard case .profile(let profile) = centre.links.preferences.read(token, at: clock.now()) else { return (token, nil) }
        return (token, profile)
    }

    private func evidence(_ request: Request, _ context: ServiceContext) -> ConsentEvidence {
        ConsentEvidence(language: context.locale.rawValue, ip: context.peer, userAgent: request.headers[.userAgent])
    }

    private func back(_ screen: ConsoleScreen, _ token: String, _ notice: PreferencePage.Notice) -> Response {
        screen.redirect(to: PageAddress.make("/preferences/\(token)", ["lang": screen.locale.rawValue, "done": notice.rawValue]))
    }

    private func deadEnd(_ screen: ConsoleScreen, _ token: String) -> Response {
        let isExpired = centre.links.preferences.read(token, at: clock.now()) == .expired
        return ConsentDeadEnd(screen: screen).response(isExpired ? .expired : .notOurs)
    }
}
