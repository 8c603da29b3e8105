import CommonModels
import ConsoleKit
import Foundation
import Hummingbird
import ProfileDomain
import ServiceKit

/// `/ui/profile/customers/{id}/traits`: correcting or adding what is known of a customer, with a reason that stays.
struct TraitEditPages: Sendable {
    let console: Console
    let access: FieldAccess
    let profiles: ProfileStore
    let sheets: TraitSheetReader
    let editor: TraitEditor
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileWrite)
            .get("/ui/profile/customers/:id/traits", use: edit).post("/ui/profile/customers/:id/traits", use: save)
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let profile = try await profile(context)
        var values: [String: String] = ["kind": TraitKind.firstParty.rawValue]
        if let name = request.query("name") {
            values["name"] = name
            let view = profile.traits[name]
            let isShown = !screen.fields.hides(DataField(.trait, name))
            if let view, isShown { values["value"] = view.value.stringValue ?? view.value.serialized }
            if view?.kind == .zeroParty { values["kind"] = TraitKind.zeroParty.rawValue }
        }
        return page(screen, profile, values: values)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let profile = try await profile(context)
        let sent = try await request.formBody(context)
        var errors: [String: String] = [:]
        let name = (sent["name"] ?? "").trimmingCharacters(in: .whitespaces)
        let reason = (sent["reason"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        let isTakenBack = sent["remove"] == "on"
        if name.isEmpty { errors["name"] = screen("profile.edit.nameMissing") }
        if reason.isEmpty || reason.count > TraitRoutes.reasonLengthMax { errors["reason"] = screen("profile.edit.reasonMissing") }
        if (sent["value"] ?? "").isEmpty, !isTakenBack { errors["value"] = screen("profile.edit.valueMissing") }
        guard errors.isEmpty else { return page(screen, profile, values: sent, errors: FormErrors(errors)) }
        let kind: TraitKind = sent["kind"] == TraitKind.zeroParty.rawValue ? .zeroParty : .firstParty
        let word = TraitWord(kind: kind, at: clock.now(), source: SourcePriority.console, reason: reason)
        let value = isTakenBack ? JSONValue.null : Self.value(sent["value"] ?? "")
        do {
            _ = try await editor.state([name: value], word, of: profile.id, by: context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return page(screen, profile, values: sent, errors: FormErrors(["value": problem.errors[0].detail]))
        }
        return screen.redirect(to: CustomerWords(screen).address(of: profile.id) + "#traits")
    }

    /// Numbers, yes and no, lists and objects as JSON writes them; everything else is a text.
    private static func value(_ text: String) -> JSONValue {
        guard let json = try? JSONValue(parsing: text), !json.isNull else { return .string(text) }
        // 01012345678 is a telephone number, 1e3 a product code: what JSON would write in another way is a text.
        return json.serialized == text || json.arrayValue != nil || json.objectValue != nil ? json : .string(text)
    }

    private func profile(_ context: ServiceContext) async throws -> ProfileView {
        guard let profile = try await profiles.profile(context.id("id", kind: "profile")) else { throw Problem.notFound("profile") }
        return profile
    }

    private func page(
        _ screen: ConsoleScreen, _ profile: ProfileView, values: [String: String], errors: FormErrors = .none
    ) -> Response {
        let words = CustomerWords(screen)
        let form = screen.form(values: values, errors: errors)
        let address = words.address(of: profile.id)
        return screen.answer(
            ConsolePage(
                title: screen("profile.edit.title"), active: .customers,
                crumbs: [.init(screen("profile.customers.title"), "/ui/profile"), .init(words.name(of: profile), address)],
                answer: screen("profile.edit.answer")
            ) {
                Markup.grid {
                    Markup.card(screen("profile.edit.title"), span: 7) {
                        form.markup(to: address + "/traits", submit: screen("profile.edit.save"), cancel: address) {
                            form.beside {
                                form.text("name", screen("profile.edit.name"), isRequired: true, limit: TraitLimits.nameLengthMax)
                                form.select(
                                    "kind", screen("profile.edit.kind"),
                                    [TraitKind.firstParty, .zeroParty].map { ($0.rawValue, screen("profile.kinds.\($0.rawValue)")) })
                            }
                            form.area("value", screen("profile.edit.value"), hint: screen("profile.edit.valueHint"), rows: 3)
                            form.checkbox("remove", screen("profile.edit.remove"))
                            form.text(
                                "reason", screen("profile.edit.reason"), hint: screen("profile.edit.reasonHint"), isRequired: true,
                                limit: TraitRoutes.reasonLengthMax)
                        }
                    }
                    known(screen, profile, address: address)
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func known(_ screen: ConsoleScreen, _ profile: ProfileView, address: String) -> Markup {
        let stated = profile.traits.filter { $0.value.kind == .zeroParty || $0.value.kind == .firstParty }.sorted { $0.key < $1.key }
        return .card(screen("profile.customer.known"), note: screen("profile.edit.pick"), span: 5) {
            if stated.isEmpty { Markup.why(screen("profile.customer.noTraits")) }
            Markup.table(
                label: screen("profile.customer.known"),
                [TableColumn(screen("profile.edit.name")), TableColumn(screen("profile.edit.value"))], stated
            ) { name, view in
                let words = TraitWords(screen)
                return [
                    .link(words.name(name), PageAddress.make(address + "/traits", ["name": name])),
                    .text(words.value(view.value, name: name)),
                ]
            }
        }
    }
}
