import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// Which files became events, and is one being read?
struct ImportListPage {
    static let example = """
        source: shop
        timeZone: Asia/Seoul
        event: { name: Order Completed }
        messageId: "shop:{order_id}"
        userId: "{customer_id}"
        timestamp: { column: ordered_at, format: "yyyy-MM-dd HH:mm" }
        properties:
          order_id: { column: order_id }
          revenue: { column: amount, type: decimal }
          currency: { value: KRW }
        """

    let screen: ConsoleScreen
    let imports: ServiceKit.Page<ImportRecord>
    let mappings: [ImportMappingStore.Stored]
    let after: String?

    private var words: ImportWords { ImportWords(screen) }

    var page: ConsolePage {
        ConsolePage(
            title: screen("imports.title"), active: .events, answer: answer,
            actions: screen.may(.profileWrite)
                ? .buttonLink(screen("imports.new"), ImportPages.address + "/new", isPrimary: true) : .empty,
            refreshSeconds: imports.items.contains { $0.phase.isActive } ? 2 : nil
        ) {
            SourceTabs.imports.markup(screen)
            if imports.items.isEmpty, after == nil {
                Markup.emptyState(screen("imports.none"), screen("imports.noneHint"), command: Self.example)
            } else {
                list
            }
            mappingCard
        }
    }

    private var answer: String {
        let running = imports.items.filter { $0.phase.isActive }.count
        if running > 0 { return screen("imports.answerRunning", ["n": screen.format.number(running)]) }
        guard let last = imports.items.first(where: { $0.finishedAt != nil }) else { return screen("imports.answerNone") }
        return screen(
            "imports.answer", ["file": last.fileName, "when": screen.format.relative(last.finishedAt ?? last.updatedAt)])
    }

    private var list: Markup {
        .card(screen("imports.list")) {
            Markup.table(
                label: screen("imports.list"),
                [
                    TableColumn(screen("imports.file")), TableColumn(screen("imports.mapping")), TableColumn(screen("imports.stateLabel")),
                    TableColumn(screen("imports.progress")), .number(screen("imports.rows")), .number(screen("imports.events")),
                    .number(screen("imports.rejected")), TableColumn(screen("imports.when")),
                ], imports.items
            ) { record in row(record) }
            screen.pager(next: imports.next, after: after)
        }
    }

    private func row(_ record: ImportRecord) -> [Markup] {
        let counts = record.counts
        let name = Markup.link(body: .strong(record.fileName), ImportPages.address + "/" + record.id.rawValue)
        let tag: Markup = record.isDryRun ? .tag(screen("imports.dryRun")) : .empty
        let rejected: Markup = counts.rejected > 0 ? .tag(screen.format.number(counts.rejected), .bad) : .text("0")
        return [
            name + " " + tag, .text(words.mapping(record)), words.state(record), words.bar(record),
            .text(screen.format.number(counts.rows)), .text(screen.format.number(counts.events)), rejected,
            .text(screen.format.relative(record.createdAt)),
        ]
    }

    private var mappingCard: Markup {
        let new: Markup =
            screen.may(.profileWrite) ? .buttonLink(screen("imports.mappings.new"), ImportMappingPages.address + "/new") : .empty
        return .card(screen("imports.mappings"), note: screen("imports.mappingsNote"), right: new) {
            if mappings.isEmpty {
                Markup.why(screen("imports.mappings.none"))
            } else {
                Markup.table(
                    label: screen("imports.mappings"),
                    [
                        TableColumn(screen("imports.mappings.name")), .number(screen("imports.mappings.version")),
                        TableColumn(screen("imports.when")),
                    ], mappings
                ) { mapping in
                    [
                        .link(body: .strong(mapping.name), ImportMappingPages.address + "/" + mapping.name),
                        .text(screen.format.number(mapping.version)), .text(screen.format.relative(mapping.updatedAt)),
                    ]
                }
            }
        }
    }
}
