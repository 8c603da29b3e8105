import CommonModels
import ConsoleKit
import DecisionDomain
import Hummingbird
import ServiceKit
import StorageKit

/// Placements and the caps that offers share.
struct PlacementPages: Sendable {
    static let listMax = 200

    let console: Console
    let placements: CatalogueStore<Placement>
    let sharedCaps: CatalogueStore<SharedCap>
    let catalogue: CatalogueCache

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .decisionRead).get("/ui/decision/placements", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let found = try await placements.list(status: nil, after: nil, limit: Self.listMax)
        let caps = try await sharedCaps.list(status: nil, after: nil, limit: Self.listMax)
        let current = try await catalogue.current()
        let page = ConsolePage(
            title: screen("decision.placements.title"), active: .decisions,
            crumbs: [.init(screen("decision.offers.title"), "/ui/decision")],
            answer: screen("decision.placements.answer", ["n": screen.format.number(found.count)])
        ) {
            DecisionTabs.placements.markup(screen)
            if found.isEmpty {
                Markup.emptyState(screen("decision.placements.empty"), screen("decision.placements.emptyHint"))
            } else {
                Markup.card(screen("decision.placements.title")) { table(found.map(\.document), current, screen) }
            }
            Markup.card(screen("decision.sharedCaps.title")) {
                if caps.isEmpty { Markup.paragraph(screen("decision.sharedCaps.empty")) } else { table(caps.map(\.document), screen) }
            }
        }
        return screen.answer(page)
    }

    private func table(_ placements: [Placement], _ catalogue: OfferCatalogue, _ screen: ConsoleScreen) -> Markup {
        .table(
            label: screen("decision.placements.title"),
            [
                TableColumn(screen("decision.field.name")), TableColumn(screen("decision.field.channel")),
                .number(screen("decision.field.maxOffers")),
                .number(screen("decision.field.candidates")), TableColumn(screen("decision.field.fallback")),
                TableColumn(screen("decision.field.cap")),
                TableColumn(screen("decision.field.status")),
            ], placements
        ) { placement in
            let fallback = placement.fallback.flatMap { catalogue.offer($0) }
            return [
                .text(placement.name.text(screen)) + " " + .small(placement.key), .text(placement.channel.rawValue),
                .text(screen.format.number(placement.maxOffers)),
                .text(screen.format.number(catalogue.placements[placement.key]?.candidates.count ?? 0)),
                fallback.map { .link($0.name.text(screen), "/ui/decision/offers/\($0.id)") } ?? .text("–"),
                .text(placement.caps.isEmpty ? "–" : placement.caps.map { CapWords.sentence($0, screen) }.joined(separator: " · ")),
                CapWords.status(placement.status, screen),
            ]
        }
    }

    private func table(_ caps: [SharedCap], _ screen: ConsoleScreen) -> Markup {
        .table(
            label: screen("decision.sharedCaps.title"),
            [
                TableColumn(screen("decision.field.scope")), TableColumn(screen("decision.field.cap")),
                TableColumn(screen("decision.field.status")),
            ],
            caps
        ) { cap in
            [.text(CapWords.scope(cap.scope, screen)), .text(CapWords.sentence(cap.cap, screen)), CapWords.status(cap.status, screen)]
        }
    }
}
