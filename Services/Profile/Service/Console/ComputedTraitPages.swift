import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// `/ui/profile/traits/computed…`: making, changing and removing what is computed of customers.
struct ComputedTraitPages: Sendable {
    static let example = """
        {
          "name": {"ko": "앱 주문 수", "en": "Orders in the app"},
          "events": ["Order Completed"],
          "where": [{"property": "channel", "is": "app"}],
          "aggregate": "count",
          "window": "90d"
        }
        """

    let console: Console
    let computed: ComputedTraitStore

    static func address(of key: ComputedTraitKey) -> String { "/ui/profile/traits/computed/\(key)" }

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileWrite)
            .get("/ui/profile/traits/computed", use: new).post("/ui/profile/traits/computed", use: create)
            .get("/ui/profile/traits/computed/:key", use: edit).post("/ui/profile/traits/computed/:key", use: change)
            .post("/ui/profile/traits/computed/:key/rebuild", use: rebuild)
            .get("/ui/profile/traits/computed/:key/remove", use: confirm).post("/ui/profile/traits/computed/:key/remove", use: remove)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        page(console.screen(request, context), nil, values: ["document": Self.example])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        return try await save(request, context, sent, key: sent["key"] ?? "", known: nil)
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await stored(context)
        let values = ["document": JSONText.pretty(stored.trait.json), "version": "\(stored.version)"]
        return page(console.screen(request, context), stored.trait, values: values)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await stored(context)
        let sent = try await request.formBody(context)
        return try await save(request, context, sent, key: stored.trait.key.rawValue, known: stored.trait)
    }

    @Sendable private func rebuild(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard try await computed.rebuild(context.text("key"), by: context) != nil else { throw Problem.notFound("computed trait") }
        return console.screen(request, context).redirect(to: TraitsPage.address)
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let trait = try await stored(context).trait
        return screen.answer(
            screen.confirm(
                title: screen("profile.computed.removeTitle", ["name": trait.name[screen.locale.rawValue]]), active: .customers,
                consequence: screen("profile.computed.removeWhat"), submit: screen("profile.computed.remove"),
                to: Self.address(of: trait.key) + "/remove", cancel: Self.address(of: trait.key)))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await computed.remove(context.text("key"), expecting: .replacesAny, by: context)
        return console.screen(request, context).redirect(to: TraitsPage.address)
    }

    private func stored(_ context: ServiceContext) async throws -> ComputedTraitStore.Stored {
        guard let stored = try await computed.trait(context.text("key")) else { throw Problem.notFound("computed trait") }
        return stored
    }

    private func save(
        _ request: Request, _ context: ServiceContext, _ sent: [String: String], key: String, known: ComputedTrait?
    ) async throws -> Response {
        let screen = console.screen(request, context)
        guard let json = try? JSONValue(parsing: sent["document"] ?? "") else {
            return page(screen, known, values: sent, errors: FormErrors(["document": screen("profile.computed.notJSON")]))
        }
        let expected: DocumentEdit = known == nil ? .creates : .replaces(Int(sent["version"] ?? "") ?? 0)
        do {
            _ = try await computed.put(try ComputedTraitRoutes.trait(json, named: key), expecting: expected, by: context)
        } catch let faults as DocumentFaults {
            let lines = faults.faults.map { ($0.pointer.isEmpty ? "" : $0.pointer + ": ") + $0.detail }
            return page(screen, known, values: sent, errors: FormErrors(["document": lines.joined(separator: " · ")]))
        } catch let problem as Problem where !problem.errors.isEmpty {
            return page(screen, known, values: sent, errors: FormErrors(problem.errors))
        } catch let problem as Problem where problem.status == .preconditionRequired || problem.status == .preconditionFailed {
            let field = known == nil ? "key" : "document"
            let text = screen(known == nil ? "profile.computed.taken" : "profile.computed.changedMeanwhile")
            return page(screen, known, values: sent, errors: FormErrors([field: text]))
        }
        return screen.redirect(to: TraitsPage.address)
    }

    private func page(
        _ screen: ConsoleScreen, _ known: ComputedTrait?, values: [String: String], errors: FormErrors = .none
    ) -> Response {
        let form = screen.form(values: values, errors: errors)
        let title = known?.name[screen.locale.rawValue] ?? screen("profile.computed.new")
        let address = known.map { Self.address(of: $0.key) } ?? "/ui/profile/traits/computed"
        return screen.answer(
            ConsolePage(
                title: title, active: .customers,
                crumbs: [
                    .init(screen("profile.customers.title"), "/ui/profile"), .init(screen("profile.traits.title"), TraitsPage.address),
                ],
                answer: known?.sentence(screen.locale) ?? screen("profile.computed.newAnswer")
            ) {
                Markup.grid {
                    Markup.card(title, span: 7) {
                        form.markup(to: address, submit: screen("profile.computed.save"), cancel: TraitsPage.address) {
                            if known == nil {
                                form.text(
                                    "key", screen("profile.computed.key"), hint: screen("profile.computed.keyHint"), isRequired: true,
                                    limit: ComputedTraitKey.lengthMax)
                            } else {
                                form.hidden("version", values["version"] ?? "")
                            }
                            form.area(
                                "document", screen("profile.computed.document"), hint: screen("profile.computed.documentHint"),
                                isRequired: true, rows: 18, isCode: true)
                        }
                    }
                    Markup.column(span: 5) {
                        guide(screen)
                        if let known {
                            Markup.card(screen("profile.computed.more")) {
                                Markup.row {
                                    screen.form().button(screen("profile.computed.rebuild"), to: address + "/rebuild")
                                    Markup.buttonLink(screen("profile.computed.remove"), Self.address(of: known.key) + "/remove")
                                }
                                Markup.why(screen("profile.computed.rebuildHint"))
                            }
                        }
                    }
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What the members of a document mean.
    private func guide(_ screen: ConsoleScreen) -> Markup {
        let members = ["events", "where", "aggregate", "properties", "window", "minus", "unit", "isActive"]
        return .card(screen("profile.computed.guide")) {
            Markup.keyValues(members.map { KeyValue($0, screen("profile.computed.guide.\($0)")) })
            Markup.why(
                screen("profile.computed.aggregates", ["list": ComputedTrait.Aggregate.allCases.map(\.rawValue).joined(separator: ", ")]))
        }
    }
}
