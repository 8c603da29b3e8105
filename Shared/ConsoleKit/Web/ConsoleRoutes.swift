import CommonModels
import HTTPTypes
package import Hummingbird
package import ServiceKit

/// What every service's console answers beside its own pages: sign-in, sign-out, language, assets, the start page.
struct ConsoleRoutes: Sendable {
    let console: Console

    func add(to router: Router<ServiceContext>) {
        let routes = router.group().add(middleware: ConsoleErrorMiddleware(console: console))
        routes.get("/", use: start)
            .get("/ui", use: start)
            .get("/ui/sign-in", use: signInPage)
            .post("/ui/sign-in", use: signIn)
            .post("/ui/sign-out", use: signOut)
            .get("/ui/language", use: chooseLanguage)
            .get("/ui/assets/:name", use: asset)
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) -> Response {
        console.screen(request, context).redirect(to: console.address(of: .today))
    }

    @Sendable private func asset(_ request: Request, _ context: ServiceContext) throws -> Response {
        try console.assets.response(try context.text("name"), request)
    }

    @Sendable private func signInPage(_ request: Request, _ context: ServiceContext) -> Response {
        let screen = console.screen(request, context)
        let next = PageAddress.own(request.query("next"))
        guard context.principal == nil else { return screen.redirect(to: next) }
        return SignInPage(screen: screen, next: next).response()
    }

    @Sendable private func signIn(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        guard request.headers[.secFetchSite] != "cross-site" else { throw Problem.forbidden("The form came from another site.") }
        let fields = try await request.formBody(context, limit: 8_192)
        let page = SignInPage(screen: screen, next: PageAddress.own(fields["next"]), login: fields["login"] ?? "")
        do {
            let session = try await console.access.signIn(login: page.login, password: fields["password"] ?? "", from: context.peer)
            var response = screen.redirect(to: page.next)
            response.headers[.setCookie] = session.setCookie(isSecure: console.settings.isSecure, at: screen.format.now)
            return response
        } catch let problem as Problem {
            return page.response(refusal: problem)
        }
    }

    @Sendable private func signOut(_ request: Request, _ context: ServiceContext) -> Response {
        var response = console.screen(request, context).redirect(to: "/ui/sign-in")
        response.headers[.setCookie] = Session.clearCookie(isSecure: console.settings.isSecure)
        return response
    }

    @Sendable private func chooseLanguage(_ request: Request, _ context: ServiceContext) -> Response {
        let next = request.query("next").flatMap { $0.hasPrefix("/ui/sign-in") && !$0.contains("//") ? $0 : nil }
        var response = console.screen(request, context).redirect(to: next ?? PageAddress.own(request.query("next")))
        if let locale = request.query("to").flatMap(ConsoleLocale.init) {
            let secure = console.settings.isSecure ? "; Secure" : ""
            response.headers[.setCookie] = "\(RequestLocale.cookieName)=\(locale.rawValue); Path=/; Max-Age=31536000; SameSite=Lax\(secure)"
        }
        return response
    }
}

extension HTTPField.Name {
    /// Where a browser says a request came from (Fetch Metadata).
    fileprivate static var secFetchSite: HTTPField.Name { HTTPField.Name("sec-fetch-site") ?? .origin }
}

extension Console {
    /// Mounts sign-in, sign-out, language and assets. Call once, first.
    package func addRoutes(to router: Router<ServiceContext>) { ConsoleRoutes(console: self).add(to: router) }

    /// Pages that need `scope`, with whole paths: `console.pages(on: router, requiring: .segmentRead).get("/ui/segment", use: list)`.
    package func pages(on router: Router<ServiceContext>, requiring scope: Scope) -> RouterGroup<ServiceContext> {
        router.group().add(middleware: ConsoleErrorMiddleware(console: self)).add(middleware: ScopeMiddleware(scope))
    }
}
