import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import JourneyDomain
import ServiceKit

/// Making and editing journeys, and the pages that ask before something that counts.
struct JourneyForms: Sendable {
    let console: Console
    let desk: JourneyDesk

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .journeyWrite)
            .get("/ui/journey/new", use: new)
            .post("/ui/journey/new", use: create)
            .get("/ui/journey/:id/edit", use: edit)
            .post("/ui/journey/:id/edit", use: save)
        console.pages(on: router, requiring: .journeyPublish)
            .get("/ui/journey/:id/publish", use: askPublish)
            .post("/ui/journey/:id/publish", use: publish)
            .get("/ui/journey/:id/archive", use: askArchive)
            .post("/ui/journey/:id/archive", use: archive)
            .post("/ui/journey/:id/pause", use: pause)
            .post("/ui/journey/:id/resume", use: resume)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return JourneyFormPage(screen: screen, journey: nil, values: ["document": JourneyExample.text]).response()
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context, limit: 2 * JourneyDocument.bytesMax)
        let form = JourneyFormPage(screen: screen, journey: nil, values: sent)
        guard let body = form.body else { return form.response() }
        do {
            let journey = try await desk.create(key: body.key, name: body.name, draft: body.document, by: JourneyActor(context))
            return screen.redirect(to: "/ui/journey/\(journey.id.rawValue)")
        } catch JourneyError.keyTaken {
            return form.response(["key": screen("journey.form.keyTaken")])
        }
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let journey = try await desk.find(context.text("id"))
        let values = [
            "key": journey.key.rawValue, "ko": journey.name.ko, "en": journey.name.en, "document": JSONText.pretty(journey.draft),
            "revision": "\(journey.revision)",
        ]
        return JourneyFormPage(screen: screen, journey: journey, values: values).response()
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context, limit: 2 * JourneyDocument.bytesMax)
        let journey = try await desk.find(context.text("id"))
        let form = JourneyFormPage(screen: screen, journey: journey, values: sent.merging(["key": journey.key.rawValue]) { $1 })
        guard let body = form.body else { return form.response() }
        do {
            _ = try await desk.edit(
                journey.id.rawValue, name: body.name, draft: body.document, expected: sent["revision"].flatMap { Int($0) },
                by: JourneyActor(context))
            return screen.redirect(to: "/ui/journey/\(journey.id.rawValue)")
        } catch JourneyError.changedMeanwhile {
            return form.response(["document": screen("journey.form.changed")])
        }
    }

    @Sendable private func askPublish(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let journey = try await desk.find(context.text("id"))
        let impact = try await desk.impact(journey.id.rawValue)
        guard impact.issues.isEmpty else { return screen.redirect(to: "/ui/journey/\(journey.id.rawValue)") }
        return screen.answer(PublishPage(screen: screen, journey: journey, impact: impact).page)
    }

    @Sendable private func publish(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        let journey = try await desk.publish(
            context.text("id"), backfill: sent["backfill"] == "on", expected: sent["revision"].flatMap { Int($0) },
            by: JourneyActor(context))
        return console.screen(request, context).redirect(to: "/ui/journey/\(journey.id.rawValue)")
    }

    @Sendable private func askArchive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let journey = try await desk.find(context.text("id"))
        let path = "/ui/journey/\(journey.id.rawValue)"
        let inside = try await desk.impact(journey.id.rawValue).inside
        return screen.answer(
            screen.confirm(
                title: screen("journey.archive.title"), active: .journeys,
                consequence: screen("journey.archive.text", ["n": screen.format.number(inside)]),
                submit: screen("journey.act.archive"), to: "\(path)/archive", cancel: path))
    }

    @Sendable private func archive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        back(try await desk.archive(context.text("id"), by: JourneyActor(context)), request, context)
    }

    @Sendable private func pause(_ request: Request, _ context: ServiceContext) async throws -> Response {
        back(try await desk.pause(context.text("id"), by: JourneyActor(context)), request, context)
    }

    @Sendable private func resume(_ request: Request, _ context: ServiceContext) async throws -> Response {
        back(try await desk.resume(context.text("id"), by: JourneyActor(context)), request, context)
    }

    private func back(_ journey: Journey, _ request: Request, _ context: ServiceContext) -> Response {
        console.screen(request, context).redirect(to: "/ui/journey/\(journey.id.rawValue)")
    }
}
