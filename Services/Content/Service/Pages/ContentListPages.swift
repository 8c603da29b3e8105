import CommonModels
import ConsoleKit
import ContentDomain
import HTTPTypes
import Hummingbird
import ServiceKit

/// The list of items, and making a new one.
struct ContentListPages: Sendable {
    let console: Console
    let store: ContentStore
    let editor: ContentEditor

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .contentRead).get("/ui/content", use: list)
        console.pages(on: router, requiring: .contentWrite).get("/ui/content/new", use: new).post("/ui/content/new", use: create)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let query = request.uri.queryParameters
        let page = try PageRequest(request)
        let filter = ContentFilter(
            kind: query["kind"].flatMap { ContentKind(rawValue: String($0)) },
            status: query["status"].flatMap { ContentItem.Status(rawValue: String($0)) }, search: query["q"].map(String.init))
        let items = try await store.list(filter, page: page)
        let counts = try await store.counts()
        let isFiltered = filter != ContentFilter()
        return screen.answer(
            ConsolePage(
                title: screen("content.list.title"), active: .content,
                answer: screen(
                    "content.list.answer", ["n": screen.format.number(counts.all), "published": screen.format.number(counts.published)]),
                actions: screen.may(.contentWrite) ? .buttonLink(screen("content.list.new"), "/ui/content/new", isPrimary: true) : .empty
            ) {
                if counts.all == 0 {
                    Markup.emptyState(screen("content.list.empty"), screen("content.list.emptyHint"))
                } else {
                    Markup.card(screen("content.list.items")) {
                        filters(screen, filter)
                        if items.items.isEmpty {
                            Markup.emptyState(screen("content.list.none"), screen("content.list.noneHint"))
                        } else {
                            table(screen, items.items)
                            screen.pager(
                                next: items.next,
                                query: [
                                    "kind": filter.kind?.rawValue, "status": filter.status?.rawValue, "q": isFiltered ? filter.search : nil,
                                ],
                                after: page.after)
                        }
                    }
                }
            })
    }

    private func filters(_ screen: ConsoleScreen, _ filter: ContentFilter) -> Markup {
        screen.filters("/ui/content", submit: screen("content.list.search")) {
            screen.searchField("q", label: screen("content.list.searchField"), value: filter.search)
            screen.filter(
                "kind", label: screen("content.field.kind"),
                [("", screen("content.list.allKinds"))] + ContentKind.allCases.map { ($0.rawValue, screen("content.kind.\($0.rawValue)")) },
                chosen: filter.kind?.rawValue)
            screen.filter(
                "status", label: screen("content.field.status"),
                [("", screen("content.list.allStatuses"))]
                    + ContentItem.Status.allCases.map { ($0.rawValue, screen("content.status.\($0.rawValue)")) },
                chosen: filter.status?.rawValue)
        }
    }

    private func table(_ screen: ConsoleScreen, _ items: [ContentItem]) -> Markup {
        Markup.table(
            label: screen("content.list.items"),
            [
                TableColumn(screen("content.field.name")), TableColumn(screen("content.field.kind")),
                TableColumn(screen("content.field.status")),
                .number(screen("content.field.version")), TableColumn(screen("content.field.changed")),
            ], items
        ) { item in
            [
                "\(Markup.link(body: "<strong>\(item.details.name)</strong>", "/ui/content/items/\(item.key)"))<br>\(Markup.small(item.key.rawValue))",
                .text(screen("content.kind.\(item.kind.rawValue)")), ContentParts.status(item, screen),
                .text(screen.format.number(item.publishedVersion ?? item.latestVersion)), .text(screen.format.relative(item.updatedAt)),
            ]
        }
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        form(console.screen(request, context), values: ["kind": "email", "purpose": "marketing", "defaultLocale": context.locale.rawValue])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        var body = JSONObject()
        for name in ["key", "kind", "name", "folder", "purpose", "defaultLocale"] { body[name] = .string(sent[name] ?? "") }
        body["tags"] = .array(ContentParts.tags(sent["tags"]).map { .string($0) })
        do {
            let wanted = try ContentRequests.creation(.object(body))
            var variants = wanted.variants
            if let part = wanted.kind.parts.first { variants[wanted.details.defaultLocale, part.name] = nil }
            let item = try await editor.create(
                key: wanted.key, kind: wanted.kind, details: wanted.details, variants: variants, by: try context.contentActor)
            return screen.redirect(to: "/ui/content/items/\(item.key)")
        } catch ContentError.invalid(let faults) {
            return form(screen, values: sent, errors: FormErrors(faults.map { Problem.Fault($0.detail, pointer: $0.pointer) }))
        } catch ContentError.keyTaken {
            return form(screen, values: sent, errors: FormErrors(["key": screen("content.new.keyTaken")]))
        }
    }

    private func form(_ screen: ConsoleScreen, values: [String: String], errors: FormErrors = .none) -> Response {
        let form = screen.form(values: values, errors: errors)
        return screen.answer(
            ConsolePage(
                title: screen("content.list.new"), active: .content, crumbs: [.init(screen("content.list.title"), "/ui/content")],
                answer: screen("content.new.answer")
            ) {
                Markup.card(screen("content.list.new"), span: 8) {
                    form.markup(to: "/ui/content/new", submit: screen("content.new.submit"), cancel: "/ui/content") {
                        form.beside {
                            form.select(
                                "kind", screen("content.field.kind"),
                                ContentKind.allCases.map { ($0.rawValue, screen("content.kind.\($0.rawValue)")) })
                            form.text("name", screen("content.field.name"), isRequired: true, limit: ContentDetails.nameLengthMax)
                        }
                        form.text(
                            "key", screen("content.field.key"), hint: screen("content.new.keyHint"), isRequired: true,
                            limit: ContentKey.lengthMax,
                            placeholder: "welcome-email")
                        form.beside {
                            form.text("folder", screen("content.field.folder"), limit: ContentDetails.folderLengthMax)
                            form.text("tags", screen("content.field.tags"), hint: screen("content.new.tagsHint"))
                        }
                        form.beside {
                            form.text("purpose", screen("content.field.purpose"), isRequired: true, limit: Purpose.lengthMax)
                            form.text("defaultLocale", screen("content.field.defaultLocale"), isRequired: true, limit: 12)
                        }
                    }
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
