import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit

/// Does what happens reach us, and what was refused and why?
struct EventLogPage: Sendable {
    private static let daysShown = 30

    let console: Console
    let access: FieldAccess
    let log: IngestLog
    let days: IngestDays

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/events", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = PageRequest(limit: 20, after: request.query("after"))
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        async let sources = log.sources(days: Int64(Self.daysShown), now: screen.format.now)
        async let byDay = days.days(Self.daysShown, now: screen.format.now)
        async let rejected = log.rejections(limit: page.limit + 1, before: before ?? nil)
        let refusals = try await page.page(rejected, item: { $0 }, key: { String($0.id) })
        return screen.answer(draw(screen, try await sources, try await byDay, refusals, after: page.after))
    }

    private func draw(
        _ screen: ConsoleScreen, _ sources: [SourceHealth], _ days: [IngestDays.Day], _ refusals: Page<IngestRejected>, after: String?
    ) -> ConsolePage {
        ConsolePage(
            title: screen("profile.events.title"), active: .events, answer: answer(screen, sources),
            topRight: sources.map(\.lastReceivedAt).max().map { screen.freshness($0, limit: .hours(1)) } ?? .empty
        ) {
            SourceTabs.events.markup(screen)
            if sources.isEmpty {
                Markup.emptyState(
                    screen("profile.events.none"), screen("profile.events.noneHint"), command: "maru keys create --kind write --name web")
            } else {
                Markup.grid {
                    chartCard(screen, days)
                    sourceCard(screen, sources)
                }
            }
            refusalCard(screen, refusals, after: after)
        }
    }

    private func answer(_ screen: ConsoleScreen, _ sources: [SourceHealth]) -> String {
        let accepted = sources.reduce(Int64(0)) { $0 + $1.accepted }
        let rejected = sources.reduce(Int64(0)) { $0 + $1.rejected }
        let share = accepted + rejected > 0 ? Double(rejected) / Double(accepted + rejected) : 0
        return screen(
            "profile.events.answer",
            [
                "days": "\(Self.daysShown)", "accepted": screen.format.number(accepted), "rejected": screen.format.number(rejected),
                "share": screen.format.percent(share, digits: 2),
                "duplicates": screen.format.number(sources.reduce(Int64(0)) { $0 + $1.duplicates }),
            ])
    }

    private func chartCard(_ screen: ConsoleScreen, _ days: [IngestDays.Day]) -> Markup {
        let format = screen.format
        let chart = StackedBarChart(
            label: screen("profile.events.chartLabel", ["days": "\(days.count)"]),
            series: [
                (screen("profile.events.accepted"), .c1), (screen("profile.events.duplicates"), .base),
                (screen("profile.events.rejected"), .c4),
            ],
            columns: days.map { day in
                .init("\(day.date.month).\(day.date.day)", [Double(day.accepted), Double(day.duplicates), Double(day.rejected)])
            }, valueText: { format.compact($0) })
        return .card(screen("profile.events.byDay"), note: screen("profile.events.utc"), right: chart.legend, span: 7) { chart.figure }
    }

    private func sourceCard(_ screen: ConsoleScreen, _ sources: [SourceHealth]) -> Markup {
        let most = Double(sources.map(\.accepted).max() ?? 1)
        return .card(screen("profile.events.sources"), span: 5) {
            Markup.table(
                label: screen("profile.events.sources"),
                [
                    TableColumn(screen("profile.events.source")), TableColumn(screen("profile.events.share")),
                    .number(screen("profile.events.accepted")),
                    .number(screen("profile.events.rejected")), TableColumn(screen("profile.events.last")),
                ], sources
            ) { source in
                let name = screen.words.optional("profile.source.\(source.source)", fallback: source.source)
                return [
                    .strong(name),
                    .bar(Double(source.accepted) / max(most, 1), label: "\(name): \(screen.format.number(source.accepted))"),
                    .text(screen.format.number(source.accepted)),
                    source.rejected > 0 ? .tag(screen.format.number(source.rejected), .bad) : .text("0"),
                    .small(screen.format.relative(source.lastReceivedAt)),
                ]
            }
        }
    }

    private func refusalCard(_ screen: ConsoleScreen, _ refusals: Page<IngestRejected>, after: String?) -> Markup {
        .card(screen("profile.events.refused"), note: screen("profile.events.refusedNote")) {
            if refusals.items.isEmpty {
                Markup.why(screen("profile.events.noneRefused"))
            } else {
                Markup.table(
                    label: screen("profile.events.refused"),
                    [
                        TableColumn(screen("profile.events.when")), TableColumn(screen("profile.events.source")),
                        TableColumn(screen("profile.events.reason")),
                        TableColumn(screen("profile.events.place")), TableColumn(screen("profile.events.sent")),
                    ], refusals.items
                ) { item in
                    [
                        .text(screen.format.relative(item.at)), .text(item.source),
                        .tag(item.code, .warn) + .text(" ") + .small(item.detail),
                        .small(item.pointer),
                        screen.fields.readsEverything
                            ? .details(screen("profile.events.show")) { Markup.code(String(item.payload.prefix(2_000))) }
                            : .small(screen("profile.events.hidden")),
                    ]
                }
                screen.pager(next: refusals.next, after: after)
            }
        }
    }
}
