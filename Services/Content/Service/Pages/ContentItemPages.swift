import CommonModels
import ConsoleKit
import ContentDomain
import HTTPTypes
import Hummingbird
import ServiceClients
import ServiceKit

/// The page of one item: words, preview as a person, findings, versions, publishing.
struct ContentItemPages: Sendable {
    let console: Console
    let store: ContentStore
    let editor: ContentEditor
    let renderer: ContentRenderer
    let settings: RenderSettings
    let people: PreviewPeople

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .contentRead)
            .get("/ui/content/items/:item", use: show).get("/ui/content/items/:item/preview", use: preview)
        console.pages(on: router, requiring: .contentWrite).post("/ui/content/items/:item/draft", use: write)
        console.pages(on: router, requiring: .contentPublish)
            .post("/ui/content/items/:item/publish", use: publish).post("/ui/content/items/:item/withdraw", use: withdraw)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let query = request.uri.queryParameters
        let screen = console.screen(request, context, try await people.book)
        let number = query["version"].flatMap { Int($0) }
        let (item, version) = try await store.item(context.text("item"), version: number)
        let lint = ContentLint(kind: item.kind, details: item.details, publishedFragments: try await store.publishedFragments())
        let wanted = query["locale"].map(String.init) ?? ""
        let locale = ContentLocale.isValid(wanted) ? wanted : item.details.defaultLocale
        let person = Self.person(request, screen)
        let view = ContentItemView(
            screen: screen, item: item, version: version, locale: locale, findings: lint.findings(version.variants),
            versions: try await store.versions(of: item.id.rawValue, page: PageRequest(limit: 10)).items, person: person,
            preview: await trial(item, version, locale: locale, person: person, screen.fields, context))
        return screen.answer(view.page)
    }

    /// Whom the draft is tried on; nobody for who may not choose, who sees it with made-up data.
    private static func person(_ request: Request, _ screen: ConsoleScreen) -> String {
        PreviewPeople.mayChoose(screen.principal) ? request.uri.queryParameters["as"].map(String.init) ?? "" : ""
    }

    /// The draft rendered, or why it cannot be.
    private func trial(
        _ item: ContentItem, _ version: ContentVersion, locale: String, person: String, _ mask: FieldMask, _ context: ServiceContext
    ) async -> ContentItemView.Trial {
        do {
            var job = ContentRenderer.Job(
                item: item.id.rawValue, locale: locale, data: [:], environment: try settings.job(item.id.rawValue, .object([:])).environment
            )
            job.data = PreviewSample.data
            if !person.isEmpty {
                guard let data = try await people.data(person, mask, for: context) else { return .personMissing }
                job.data["profile"] = data
            }
            return .rendered(try await renderer.preview(job, version: version.number))
        } catch ContentError.cannotRender(let part, let error) {
            return .failed(part: part, error.description)
        } catch is ServiceCallError {
            return .profileAway
        } catch {
            return .nothing
        }
    }

    /// The HTML part alone, for the frame on the page.
    @Sendable private func preview(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let query = request.uri.queryParameters
        let screen = console.screen(request, context, try await people.book)
        let (item, version) = try await store.item(context.text("item"), version: query["version"].flatMap { Int($0) })
        let outcome = await trial(
            item, version, locale: query["locale"].map(String.init) ?? item.details.defaultLocale,
            person: Self.person(request, screen), screen.fields, context)
        guard case .rendered(let content) = outcome, let html = content.parts["html"] else { return screen.preview(html: "") }
        return screen.preview(html: html)
    }

    @Sendable private func write(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context, limit: RenderRoutes.bodyBytesMax)
        let name = try context.text("item")
        let locale = sent["locale"] ?? ""
        guard ContentLocale.isValid(locale) else { throw ContentError.invalid([.init("must be a language tag such as ko", "/locale")]) }
        let item = try await editor.write(name, revision: sent["revision"].flatMap { Int($0) }, by: try context.contentActor) {
            item, before in
            var words = before
            for part in item.kind.parts { words[locale, part.name] = sent["part-\(part.name)"]?.replacing("\r\n", with: "\n") ?? "" }
            return try ContentVariants(words.json, kind: item.kind)
        }
        return screen.redirect(to: PageAddress.make("/ui/content/items/\(item.key)", ["locale": locale, "as": sent["as"] ?? ""]))
    }

    /// The revision the page showed: nobody publishes words that were saved since they read it.
    private static func seen(_ request: Request, _ context: ServiceContext) async throws -> Int {
        try await request.formBody(context)["revision"].flatMap { Int($0) } ?? 0
    }

    @Sendable private func publish(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let item = try await editor.publish(
            context.text("item"), revision: try await Self.seen(request, context), by: try context.contentActor)
        return console.screen(request, context).redirect(to: "/ui/content/items/\(item.key)")
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let item = try await editor.withdraw(
            context.text("item"), revision: try await Self.seen(request, context), by: try context.contentActor)
        return console.screen(request, context).redirect(to: "/ui/content/items/\(item.key)")
    }
}
