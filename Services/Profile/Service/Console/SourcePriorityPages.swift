import CommonModels
import ConsoleKit
import Foundation
import Hummingbird
import ProfileDomain
import ServiceKit

/// `/ui/profile/traits/priorities…`: whose word on a trait counts more than a later one.
struct SourcePriorityPages: Sendable {
    static let address = "/ui/profile/traits/priorities"

    let console: Console
    let priorities: SourcePriorityStore

    static func address(of trait: String) -> String { PageAddress.make(address, ["trait": trait]) }

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileWrite)
            .get("/ui/profile/traits/priorities", use: edit).post("/ui/profile/traits/priorities", use: save)
            .post("/ui/profile/traits/priorities/remove", use: remove)
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        guard let trait = request.query("trait") else { return page(screen, isNew: true, values: [:]) }
        guard let stored = try await priorities.priority(for: trait) else { throw Problem.notFound("source priority") }
        let values = ["trait": trait, "sources": stored.priority.sources.joined(separator: "\n"), "version": "\(stored.version)"]
        return page(screen, isNew: false, values: values)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        let version = sent["version"].flatMap { Int($0) }
        let sources = (sent["sources"] ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        do {
            let priority = try SourcePriority(trait: sent["trait"] ?? "", sources: sources.filter { !$0.isEmpty })
            _ = try await priorities.put(priority, expecting: version.map { .replaces($0) } ?? .creates, by: context)
        } catch let faults as DocumentFaults {
            return page(screen, isNew: version == nil, values: sent, errors: FormErrors(faults.problem.errors))
        } catch let problem as Problem where problem.status == .preconditionRequired || problem.status == .preconditionFailed {
            let text = screen(version == nil ? "profile.priority.taken" : "profile.computed.changedMeanwhile")
            return page(screen, isNew: version == nil, values: sent, errors: FormErrors(["trait": text]))
        }
        return screen.redirect(to: TraitsPage.address)
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let trait = try await request.formBody(context)["trait"] ?? ""
        _ = try await priorities.remove(trait, expecting: .replacesAny, by: context)
        return console.screen(request, context).redirect(to: TraitsPage.address)
    }

    private func page(_ screen: ConsoleScreen, isNew: Bool, values: [String: String], errors: FormErrors = .none) -> Response {
        let form = screen.form(values: values, errors: errors)
        let title = isNew ? screen("profile.priority.new") : screen("profile.priority.of", ["trait": values["trait"] ?? ""])
        return screen.answer(
            ConsolePage(
                title: title, active: .customers,
                crumbs: [
                    .init(screen("profile.customers.title"), "/ui/profile"), .init(screen("profile.traits.title"), TraitsPage.address),
                ],
                answer: screen("profile.priority.note")
            ) {
                Markup.card(title) {
                    form.markup(to: Self.address, submit: screen("profile.priority.save"), cancel: TraitsPage.address) {
                        if isNew {
                            form.text(
                                "trait", screen("profile.priority.trait"), hint: screen("profile.priority.traitHint"), isRequired: true,
                                limit: TraitLimits.nameLengthMax)
                        } else {
                            form.hidden("trait", values["trait"] ?? "")
                            form.hidden("version", values["version"] ?? "")
                        }
                        form.area(
                            "sources", screen("profile.priority.sources"), hint: screen("profile.priority.sourcesHint"), isRequired: true)
                    }
                    Markup.why(screen("profile.priority.rule"))
                    if !isNew {
                        form.button(
                            screen("profile.priority.remove"), to: Self.address + "/remove", hidden: [("trait", values["trait"] ?? "")])
                    }
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
