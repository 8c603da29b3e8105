import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// `/ui/profile/quality/plan…`: what events must look like, trying and changing it.
struct PlanPages: Sendable {
    static let entryAddress = "/ui/profile/quality/plan/entry"

    let console: Console
    let plan: TrackingPlanStore
    let trial: PlanTrial
    let access: FieldAccess

    static func address(of rule: PlanRule) -> String {
        PageAddress.make(entryAddress, ["kind": rule.kind.rawValue, "name": rule.name])
    }

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/quality/plan", use: list)
        console.pages(on: router, requiring: .profileWrite)
            .post("/ui/profile/quality/plan/settings", use: saveSettings)
            .get("/ui/profile/quality/plan/entry", use: edit).post("/ui/profile/quality/plan/entry", use: save)
            .post("/ui/profile/quality/plan/try", use: tryOut)
            .get("/ui/profile/quality/plan/remove", use: confirmRemove).post("/ui/profile/quality/plan/remove", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return screen.answer(PlanListView(screen: screen, entries: try await plan.all(), settings: try await plan.settings()).page)
    }

    @Sendable private func saveSettings(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        let document: JSONValue = [
            "unplanned": .string(sent["unplanned"] ?? ""), "quarantineDays": .integer(Int64(sent["quarantineDays"] ?? "") ?? 0),
        ]
        do {
            _ = try await plan.put(
                try PlanSettings(json: document), expecting: .replaces(Int(sent["version"] ?? "") ?? 0), by: context)
        } catch let faults as DocumentFaults {
            return try await settingsAgain(screen, sent, FormErrors(FaultWords(screen).faults(faults.problem.errors)))
        } catch let problem as Problem where problem.status == .preconditionFailed {
            return try await settingsAgain(screen, sent, FormErrors(["unplanned": screen("profile.computed.changedMeanwhile")]))
        }
        return screen.redirect(to: QualityTabs.plan.address)
    }

    private func settingsAgain(_ screen: ConsoleScreen, _ sent: [String: String], _ errors: FormErrors) async throws -> Response {
        let view = PlanListView(
            screen: screen, entries: try await plan.all(), settings: try await plan.settings(), values: sent, errors: errors)
        return screen.answer(view.page, status: .unprocessableContent)
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        guard let name = request.query("name") else { return screen.answer(PlanEntryView(screen: screen, known: nil).page) }
        guard let kind = request.query("kind").flatMap({ PlanRule.Kind(rawValue: $0) }),
            let stored = try await plan.entry(PlanRule(trusted: kind, name))
        else { throw Problem.notFound("entry of the tracking plan") }
        let versions = try await plan.versions(of: stored.entry.rule)
        return screen.answer(PlanEntryView(screen: screen, known: stored, versions: versions).page)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let sent = try await request.formBody(context)
        let version = sent["version"].flatMap { Int($0) }
        do {
            _ = try await plan.put(try Self.entry(sent), expecting: version.map { .replaces($0) } ?? .creates, by: context)
        } catch let faults as DocumentFaults {
            return try await again(screen, sent, faults: faults)
        } catch let problem as Problem where problem.status == .preconditionRequired || problem.status == .preconditionFailed {
            let text = screen(version == nil ? "profile.plan.taken" : "profile.computed.changedMeanwhile")
            return try await again(screen, sent, errors: FormErrors(["name": text]))
        } catch let problem as Problem where problem.status == .conflict {
            return try await again(screen, sent, errors: FormErrors(["schema": screen("profile.plan.full")]))
        }
        return screen.redirect(to: QualityTabs.plan.address)
    }

    /// Says what the entry would have done, and keeps nothing. Only for who reads every field, as in the API.
    @Sendable private func tryOut(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await access.requireEverything(context)
        let screen = try await access.screen(console, request, context)
        let sent = try await request.formBody(context)
        let count = Int(sent["events"] ?? "") ?? PlanTrial.eventsDefault
        do {
            let outcome = try await trial.outcome(of: try Self.entry(sent), events: min(max(1, count), PlanTrial.eventsMax))
            return try await again(screen, sent, outcome: outcome)
        } catch let faults as DocumentFaults {
            return try await again(screen, sent, faults: faults)
        }
    }

    @Sendable private func confirmRemove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        guard let stored = try await stored(request.query("kind"), request.query("name")) else {
            throw Problem.notFound("entry of the tracking plan")
        }
        let rule = stored.entry.rule
        return screen.answer(
            screen.confirm(
                title: screen("profile.plan.removeTitle", ["name": QualityWords(screen).name(rule)]), active: .quality,
                consequence: screen("profile.plan.removeWhat"), submit: screen("profile.plan.remove"),
                to: QualityTabs.plan.address + "/remove", cancel: Self.address(of: rule),
                hidden: [("kind", rule.kind.rawValue), ("name", rule.name)]))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        if let stored = try await stored(sent["kind"], sent["name"]) {
            _ = try await plan.remove(stored.entry.rule, expecting: .replacesAny, by: context)
        }
        return console.screen(request, context).redirect(to: QualityTabs.plan.address)
    }

    private func stored(_ kind: String?, _ name: String?) async throws -> TrackingPlanStore.Stored? {
        guard let kind = kind.flatMap({ PlanRule.Kind(rawValue: $0) }), let name else { return nil }
        return try await plan.entry(PlanRule(trusted: kind, name))
    }

    /// - Throws: ``DocumentFaults``.
    private static func entry(_ sent: [String: String]) throws -> PlanEntry {
        guard let schema = try? JSONValue(parsing: sent["schema"] ?? "") else {
            throw DocumentFaults([.init("/schema", "is not JSON")])
        }
        return try PlanEntry(json: [
            "kind": .string(sent["kind"] ?? ""), "name": .string(sent["name"] ?? ""), "mode": .string(sent["mode"] ?? ""),
            "description": .string(sent["description"] ?? ""), "schema": schema,
        ])
    }

    private func again(
        _ screen: ConsoleScreen, _ sent: [String: String], faults: DocumentFaults? = nil, errors: FormErrors = .none,
        outcome: PlanTrial.Outcome? = nil
    ) async throws -> Response {
        let known = sent["version"] == nil ? nil : try await stored(sent["kind"], sent["name"])
        let view = PlanEntryView(
            screen: screen, known: known, values: sent,
            errors: faults.map { FormErrors(FaultWords(screen).faults($0.problem.errors)) } ?? errors, outcome: outcome)
        return screen.answer(view.page, status: outcome == nil ? .unprocessableContent : .ok)
    }
}
