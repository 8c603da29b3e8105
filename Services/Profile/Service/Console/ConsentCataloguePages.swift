import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// Editing purposes and regions. A form changes its part of the catalogue; the whole is checked and put in force as a new
/// version, made from the one the editor saw.
struct ConsentCataloguePages: Sendable {
    let console: Console
    let desk: ConsentCatalogueDesk
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .privacyManage)
            .get("/ui/profile/consents/purposes/:key", use: showPurpose)
            .post("/ui/profile/consents/purposes/:key", use: savePurpose)
            .get("/ui/profile/consents/regions/:key", use: showRegion)
            .post("/ui/profile/consents/regions/:key", use: saveRegion)
    }

    /// What the path names: `new`, or something that is there.
    private func key(_ context: ServiceContext) throws -> String? {
        let text = try context.text("key")
        return text == "new" ? nil : text
    }

    @Sendable private func showPurpose(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await desk.current()
        let key = try key(context)
        let purpose = key.flatMap { Purpose(rawValue: $0) }.flatMap { stored.catalogue[$0] }
        if key != nil, purpose == nil { throw Problem.notFound("purpose") }
        let screen = console.screen(request, context)
        let form = ConsentPurposeForm(purpose, in: stored, today: screen.format.now)
        return ConsentPurposePage(screen: screen, stored: stored, purpose: purpose).response(form.values)
    }

    @Sendable private func savePurpose(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let key = try key(context).flatMap { Purpose(rawValue: $0) }
        let now = clock.now()
        return try await save(request, context, sent) { catalogue in
            ConsentPurposeForm(values: sent).document(changing: key, in: catalogue, at: now)
        } again: { screen, stored, errors in
            ConsentPurposePage(screen: screen, stored: stored, purpose: key.flatMap { stored.catalogue[$0] }).response(sent, errors)
        }
    }

    @Sendable private func showRegion(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await desk.current()
        let key = try key(context)
        let region = stored.catalogue.regions.first { $0.key == key }
        if key != nil, region == nil { throw Problem.notFound("region") }
        let form = ConsentRegionForm(region, in: stored)
        return ConsentRegionPage(screen: console.screen(request, context), region: region).response(form.values)
    }

    @Sendable private func saveRegion(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let key = try key(context)
        return try await save(request, context, sent) { catalogue in
            ConsentRegionForm(values: sent).document(changing: key, in: catalogue)
        } again: { screen, stored, errors in
            ConsentRegionPage(screen: screen, region: stored.catalogue.regions.first { $0.key == key }).response(sent, errors)
        }
    }

    /// Puts the changed document in force and goes back to the overview; what is wrong is said beside what was typed.
    private func save(
        _ request: Request, _ context: ServiceContext, _ sent: [String: String],
        _ change: @escaping @Sendable (ConsentCatalogue) -> JSONValue,
        again: (ConsoleScreen, StoredConsentCatalogue, FormErrors) -> Response
    ) async throws -> Response {
        let screen = console.screen(request, context)
        let now = clock.now()
        do {
            _ = try await desk.edit(expecting: sent["version"].flatMap { Int($0) } ?? -1, by: context, at: now) {
                try ConsentCatalogue(json: change($0), after: $0, at: now)
            }
            return screen.redirect(to: "/ui/profile/consents")
        } catch let faults as ConsentCatalogueFaults {
            let text = faults.faults.map { "\($0.pointer): \($0.detail)" }.joined(separator: " · ")
            return again(screen, try await desk.current(), FormErrors(["": text]))
        } catch let problem as Problem where problem.status == .preconditionFailed {
            return again(screen, try await desk.current(), FormErrors(["": screen("consent.catalogue.conflict")]))
        }
    }
}
