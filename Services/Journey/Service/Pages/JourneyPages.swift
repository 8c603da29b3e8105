import CommonModels
import ConsoleKit
import Hummingbird
import JourneyDomain
import ServiceKit
import StorageKit

/// The list of journeys and the page of one.
struct JourneyPages: Sendable {
    let console: Console
    let desk: JourneyDesk
    let database: any Database

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .journeyRead)
            .get("/ui/journey", use: list)
            .get("/ui/journey/:id", use: show)
    }

    private struct Line: Sendable {
        let journey: Journey
        let totals: NodeCounts
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let words = JourneyWords(screen: screen)
        let page = try PageRequest(request)
        let after = try page.after.map { try JourneyPaging.id($0) } ?? ""
        let lines = try await database.read { tx in
            try JourneyStore().list(after: after, limit: page.limit + 1, in: tx).map {
                Line(journey: $0, totals: try CountStore().totals(of: $0.id, in: tx))
            }
        }
        let shown = page.page(lines, item: { $0 }, key: { JourneyPaging.opaque($0.journey.id.rawValue) })
        let create: Markup =
            screen.may(.journeyWrite) ? .buttonLink(screen("journey.list.new"), "/ui/journey/new", isPrimary: true) : .empty
        return screen.answer(
            ConsolePage(title: screen("journey.list.title"), active: .journeys, answer: answer(shown.items, screen), actions: create) {
                if shown.items.isEmpty {
                    Markup.emptyState(screen("journey.list.empty"), screen("journey.list.emptyHint"), action: create)
                } else {
                    Markup.card(screen("journey.list.title")) {
                        table(shown.items, words)
                        screen.pager(next: shown.next, after: page.after)
                    }
                }
            })
    }

    private func answer(_ lines: [Line], _ screen: ConsoleScreen) -> String {
        let number = screen.format
        return screen(
            "journey.list.answer",
            [
                "live": number.number(lines.filter { $0.journey.status == .live }.count),
                "inside": number.number(lines.reduce(0) { $0 + $1.totals.inside }),
                "sent": number.number(lines.reduce(0) { $0 + $1.totals.sent }),
            ])
    }

    private func table(_ lines: [Line], _ words: JourneyWords) -> Markup {
        let screen = words.screen
        let columns: [TableColumn] = [
            TableColumn(screen("journey.field.name")), TableColumn(screen("journey.field.status")), .number(screen("journey.field.inside")),
            .number(screen("journey.field.entered")), .number(screen("journey.field.sent")), .number(screen("journey.field.held")),
            .number(screen("journey.field.converted")),
        ]
        return Markup.table(label: screen("journey.list.title"), columns, lines) { line in
            [
                .link(body: "<strong>\(words.name(line.journey))</strong>", "/ui/journey/\(line.journey.id.rawValue)"),
                words.status(line.journey.status),
                .text(screen.format.number(line.totals.inside)), .text(screen.format.number(line.totals.entered)),
                .text(screen.format.number(line.totals.sent)), .text(screen.format.number(line.totals.held)),
                .text(screen.format.number(line.totals.converted)),
            ]
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let id = try context.text("id")
        let view = try await database.read { tx in try JourneyView(id, in: tx) }
        return screen.answer(JourneyPage(view: view, words: JourneyWords(screen: screen)).page)
    }
}
