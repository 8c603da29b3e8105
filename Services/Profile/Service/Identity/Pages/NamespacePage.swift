import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// Editing one namespace, and making a new one.
struct NamespacePage: Sendable {
    let console: Console
    let desk: IdentityDesk
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .admin)
            .get("/ui/profile/identities/new", use: new)
            .post("/ui/profile/identities/new", use: create)
            .get("/ui/profile/identities/namespaces/:key", use: edit)
            .post("/ui/profile/identities/namespaces/:key", use: change)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let blank = NamespaceDefinition(
            IdentityNamespace(rawValue: ""), priority: 25, holder: .person, valuesMax: 5, overflow: .refuseNewest, normalization: .exact)
        return page(request, context, NamespaceFields.values(NamespaceDocument(blank)), key: nil)
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        guard let namespace = IdentityNamespace(key: sent["key"] ?? "") else {
            let screen = console.screen(request, context)
            return page(request, context, sent, key: nil, errors: FormErrors(["key": screen("profile.identities.keyHint")]))
        }
        return try await save(request, context, sent, namespace, version: 0, key: nil)
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let view = try await desk.namespace(key(context))
        var values = NamespaceFields.values(view.definition)
        values["version"] = String(view.version)
        return page(request, context, values, key: view.namespace)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let namespace = try key(context)
        return try await save(request, context, sent, namespace, version: sent["version"].flatMap { Int($0) }, key: namespace)
    }

    private func save(
        _ request: Request, _ context: ServiceContext, _ sent: [String: String], _ namespace: IdentityNamespace, version: Int?,
        key: IdentityNamespace?
    ) async throws -> Response {
        let screen = console.screen(request, context)
        do {
            let document = try NamespaceFields.document(sent)
            _ = try await desk.put(document, as: namespace, version: version, by: IdentityActor(context), at: clock.now())
            return screen.redirect(to: "/ui/profile/identities")
        } catch IdentityRuleError.invalid(let faults) {
            return page(request, context, sent, key: key, errors: FormErrors(NamespaceFields.named(faults)))
        } catch IdentityRuleError.inUse {
            return page(request, context, sent, key: key, errors: FormErrors(["normalization": screen("profile.identities.inUse")]))
        } catch IdentityRuleError.changedMeanwhile {
            return page(request, context, sent, key: key, errors: FormErrors(["": screen("profile.identities.changedMeanwhile")]))
        }
    }

    private func page(
        _ request: Request, _ context: ServiceContext, _ values: [String: String], key: IdentityNamespace?, errors: FormErrors = .none
    ) -> Response {
        let screen = console.screen(request, context)
        let title = key.map { IdentityWords(screen).namespace($0.rawValue) } ?? screen("profile.identities.new")
        let address = key.map { "/ui/profile/identities/namespaces/\($0.rawValue)" } ?? "/ui/profile/identities/new"
        return screen.answer(
            ConsolePage(
                title: title, active: .customers,
                crumbs: [
                    .init(screen("profile.customers.title"), "/ui/profile"),
                    .init(screen("profile.identities.title"), "/ui/profile/identities"),
                ], answer: screen("profile.identities.formAnswer")
            ) {
                Markup.card(title, span: 8) {
                    NamespaceFields(screen: screen, form: screen.form(values: values, errors: errors), isNew: key == nil).markup(
                        to: address)
                }
            }, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func key(_ context: ServiceContext) throws -> IdentityNamespace {
        guard let namespace = IdentityNamespace(key: try context.text("key")) else { throw IdentityRuleError.noSuchNamespace }
        return namespace
    }
}
