import CommonModels
import ConsoleKit
import DecisionDomain
import Hummingbird
import RuleKit
import ServiceKit
import StorageKit

/// Offers: all with their results; one with who may get it, how often, and what it achieved.
struct OfferPages: Sendable {
    static let listMax = 200

    let console: Console
    let store: CatalogueStore<Offer>
    let results: OfferResultStore
    let editor: CatalogueEditor

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .decisionRead)
            .get("/ui/decision", use: list)
            .get("/ui/decision/offers/:id", use: show)
        console.pages(on: router, requiring: .decisionWrite)
            .post("/ui/decision/offers/:id/status", use: changeStatus)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let offers = try await store.list(status: nil, after: request.query("after"), limit: Self.listMax + 1)
        let totals = try await results.all()
        let live = offers.count { $0.document.status == .live }
        let page = ConsolePage(
            title: screen("decision.offers.title"), active: .decisions,
            answer: screen("decision.offers.answer", ["n": screen.format.number(offers.count), "live": screen.format.number(live)]),
            actions: screen.may(.decisionWrite)
                ? .buttonLink(screen("decision.offers.new"), "/ui/decision/offers/new", isPrimary: true) : .empty
        ) {
            DecisionTabs.offers.markup(screen)
            if offers.isEmpty {
                Markup.emptyState(screen("decision.offers.empty"), screen("decision.offers.emptyHint"))
            } else {
                Markup.card(screen("decision.offers.title")) {
                    table(Array(offers.prefix(Self.listMax)), totals, screen)
                    screen.pager(
                        next: offers.count > Self.listMax ? offers[Self.listMax - 1].document.id.rawValue : nil,
                        after: request.query("after"))
                }
            }
        }
        return screen.answer(page)
    }

    private func table(_ offers: [StoredDocument<Offer>], _ totals: [OfferID: OfferResultStore.Totals], _ screen: ConsoleScreen) -> Markup {
        .table(
            label: screen("decision.offers.title"),
            [
                TableColumn(screen("decision.field.name")), TableColumn(screen("decision.field.status")),
                .number(screen("decision.field.priority")),
                .number(screen("decision.field.value")), .number(screen("decision.result.decision")),
                .number(screen("decision.result.impression")),
                .number(screen("decision.result.click")), .number(screen("decision.result.conversion")),
            ],
            offers.sorted { $0.document.ranksBefore($1.document) }
        ) { stored in
            let offer = stored.document
            let total = totals[offer.id] ?? OfferResultStore.Totals()
            return [
                .link(offer.name.text(screen), "/ui/decision/offers/\(offer.id)") + " " + .small(offer.key),
                CapWords.status(offer.status, screen),
                .text(screen.format.number(offer.priority)), .text(offer.value.map { screen.format.money($0) } ?? "–"),
                .text(screen.format.number(total.count("decision"))), .text(screen.format.number(total.count("impression"))),
                .text(screen.format.number(total.count("click"))), .text(screen.format.number(total.count("conversion"))),
            ]
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let stored = try await store.find(context.id("id", kind: Offer.kind))
        let offer = stored.document
        let totals = try await results.results(of: offer.id)
        let page = ConsolePage(
            title: offer.name.text(screen), titleTags: CapWords.status(offer.status, screen), active: .decisions,
            crumbs: [.init(screen("decision.offers.title"), "/ui/decision")],
            answer: screen(
                "decision.offer.answer",
                [
                    "decided": screen.format.number(totals.count("decision")), "shown": screen.format.number(totals.count("impression")),
                    "clicked": screen.format.number(totals.count("click")), "converted": screen.format.number(totals.count("conversion")),
                ]),
            actions: screen.may(.decisionWrite) ? statusButton(stored, screen) : .empty
        ) {
            Markup.grid {
                Markup.card(screen("decision.offer.results"), span: 5) { funnel(totals, screen) }
                Markup.card(screen("decision.offer.who"), span: 7) {
                    Markup.paragraph(offer.eligibility.sentence(in: screen.locale))
                    if let consent = offer.consent {
                        Markup.paragraph(
                            screen("decision.offer.consent", ["purpose": consent.purpose.rawValue, "channel": consent.channel.rawValue]))
                    }
                    facts(stored, screen)
                }
                Markup.card(screen("decision.offer.caps"), span: 6) { caps(offer.caps, screen) }
                Markup.card(screen("decision.offer.content"), span: 6) { content(offer, screen) }
            }
        }
        return screen.answer(page)
    }

    private func funnel(_ totals: OfferResultStore.Totals, _ screen: ConsoleScreen) -> Markup {
        let outcomes = ["decision", "impression", "click", "conversion"]
        guard totals.count("decision") > 0 else {
            return .emptyState(screen("decision.offer.noResults"), screen("decision.offer.noResultsHint"))
        }
        let steps = outcomes.map { (name: screen("decision.result.\($0)"), count: Int(totals.count($0))) }
        let revenue = totals.revenue.map { screen.format.money($0) }.joined(separator: ", ")
        return FunnelChart(label: screen("decision.offer.results"), steps: steps, format: screen.format).figure
            + (revenue.isEmpty ? .empty : .why(screen("decision.offer.revenue", ["money": revenue])))
    }

    private func facts(_ stored: StoredDocument<Offer>, _ screen: ConsoleScreen) -> Markup {
        let offer = stored.document
        let from = offer.flight.starts.map { screen.format.dateTime($0) } ?? screen("decision.flight.open")
        let to = offer.flight.ends.map { screen.format.dateTime($0) } ?? screen("decision.flight.open")
        return .keyValues([
            KeyValue(screen("decision.field.key"), offer.key),
            KeyValue(screen("decision.field.priority"), screen.format.number(offer.priority)),
            KeyValue(screen("decision.field.value"), offer.value.map { screen.format.money($0) } ?? "–"),
            KeyValue(screen("decision.field.cost"), offer.cost.map { screen.format.money($0) } ?? "–"),
            KeyValue(screen("decision.field.flight"), "\(from) → \(to)"),
            KeyValue(screen("decision.field.categories"), offer.categories.isEmpty ? Markup.text("–") : .tags(offer.categories)),
            KeyValue(screen("decision.field.changed"), screen.format.relative(stored.updatedAt)),
        ])
    }

    private func caps(_ caps: [Cap], _ screen: ConsoleScreen) -> Markup {
        if caps.isEmpty { return .paragraph(screen("decision.offer.noCaps")) }
        return .table(
            label: screen("decision.offer.caps"), [TableColumn(screen("decision.field.key")), TableColumn(screen("decision.field.cap"))],
            caps
        ) { cap in [.text(cap.key), .text(CapWords.sentence(cap, screen))] }
    }

    private func content(_ offer: Offer, _ screen: ConsoleScreen) -> Markup {
        if offer.content.isEmpty { return .paragraph(screen("decision.offer.noContent")) }
        return .table(
            label: screen("decision.offer.content"),
            [TableColumn(screen("decision.field.placement")), TableColumn(screen("decision.field.content"))], offer.content.keys.sorted()
        ) { key in
            let shown: Markup =
                switch offer.content[key] {
                case .item(let item): .text(screen("decision.content.item", ["key": item]))
                case .inline(let value): .code(value.serialized)
                case nil: .empty
                }
            return [.text(key), shown]
        }
    }

    private func statusButton(_ stored: StoredDocument<Offer>, _ screen: ConsoleScreen) -> Markup {
        let next: CatalogueStatus = stored.document.status == .live ? .paused : .live
        return screen.form(values: [:]).button(
            screen("decision.offer.to.\(next.rawValue)"), to: "/ui/decision/offers/\(stored.document.id)/status",
            isPrimary: true, hidden: [(name: "status", value: next.rawValue), (name: "version", value: "\(stored.version)")])
    }

    @Sendable private func changeStatus(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let id = try context.id("id", kind: Offer.kind, as: OfferID.self)
        let sent = try await request.formBody(context)
        guard let status = sent["status"], let version = sent["version"].flatMap({ Int64($0) }) else {
            throw Problem.badRequest("The form is incomplete.")
        }
        try await editor.changeStatus(of: id, to: status, expecting: version, context)
        return screen.redirect(to: "/ui/decision/offers/\(id)")
    }
}
