import CommonModels
import ConsoleKit
import Hummingbird
import RuleKit
import SegmentDomain
import ServiceKit

/// `/ui/segment`: who our customers are now, by segment.
struct SegmentListPage: Sendable {
    /// How far back "changes" look.
    static let changeDays = 7

    let console: Console
    let segments: SegmentStore
    let memberships: MembershipStore

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .segmentRead).get("/ui/segment", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let page = try PageRequest(request)
        let found = try await segments.list(status: nil, after: page.after, limit: page.limit)
        let shown = page.page(found, item: { $0 }, key: { $0.segment.id.rawValue })
        let names = try await segments.names().mapValues { $0.text(in: screen.locale) }
        let live = try await segments.live()
        let changes = try await memberships.changes(of: shown.items.map(\.segment.id), days: Self.changeDays)
        return screen.answer(
            ConsolePage(
                title: screen("segment.list.title"), active: .segments, answer: answer(live, screen),
                actions: screen.may(.segmentWrite) ? .buttonLink(screen("segment.list.new"), "/ui/segment/new", isPrimary: true) : .empty
            ) {
                if shown.items.isEmpty {
                    Markup.emptyState(screen("segment.list.empty"), screen("segment.list.emptyHint"))
                } else {
                    Markup.card(screen("segment.list.all")) {
                        table(shown.items, RuleNames(segments: names), changes, screen)
                        screen.pager(next: shown.next, after: page.after)
                    }
                }
            })
    }

    private func answer(_ live: (count: Int, largest: StoredSegment)?, _ screen: ConsoleScreen) -> String {
        guard let (count, largest) = live else { return screen("segment.list.answerNone") }
        return screen(
            "segment.list.answer",
            [
                "n": screen.format.number(count), "name": largest.segment.name.text(in: screen.locale),
                "people": screen.format.number(largest.size),
            ])
    }

    private func table(
        _ items: [StoredSegment], _ names: RuleNames, _ changes: [SegmentID: MembershipStore.Change], _ screen: ConsoleScreen
    ) -> Markup {
        Markup.table(
            label: screen("segment.list.title"),
            [
                TableColumn(screen("segment.list.name")), TableColumn(screen("segment.list.status")),
                .number(screen("segment.list.members")), .number(screen("segment.list.change", ["days": String(Self.changeDays)])),
                TableColumn(screen("segment.list.rule")),
            ],
            items
        ) { item in
            let change = changes[item.segment.id]
            return [
                .link(body: "<strong>\(item.segment.name.text(in: screen.locale))</strong>", "/ui/segment/\(item.segment.id)"),
                SegmentStatusTag.markup(item.segment.status, screen), .text(screen.format.number(item.size)),
                .text("+\(screen.format.number(change?.entered ?? 0)) / −\(screen.format.number(change?.left ?? 0))"),
                .small(item.segment.rule.sentence(in: screen.locale, names: names)),
            ]
        }
    }
}
