import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// How far is this import, what did it refuse, and what would it store?
struct ImportPage {
    let screen: ConsoleScreen
    let record: ImportRecord
    let rejects: [ImportStore.Reject]

    private var words: ImportWords { ImportWords(screen) }

    /// Rows, and reasons that quote them, hold whatever the file does: they are for those who read every field.
    private var readsRows: Bool { screen.fields.readsEverything && screen.may(.profileWrite) }

    var page: ConsolePage {
        ConsolePage(
            title: record.fileName, titleTags: words.state(record) + (record.isDryRun ? " " + .tag(screen("imports.dryRun")) : .empty),
            active: .events, crumbs: [.init(screen("imports.title"), ImportPages.address)], answer: answer, actions: words.orders(record),
            refreshSeconds: record.phase.isActive ? 2 : nil
        ) {
            if let reason = record.reason { Markup.notice(reason, .bad) }
            progress
            counts
            if record.isDryRun, record.phase == .succeeded, screen.may(.profileWrite) { forReal }
            if record.isDryRun { samples }
            rejectCard
        }
    }

    private var answer: String {
        let counts = record.counts
        let values = [
            "rows": screen.format.number(counts.rows), "events": screen.format.number(counts.events),
            "rejected": screen.format.number(counts.rejected),
        ]
        return record.isDryRun ? screen("imports.answerDryRun", values) : screen("imports.answerOne", values)
    }

    private var progress: Markup {
        var facts = [
            screen("imports.bytes", ["done": words.bytes(record.counts.bytesRead), "total": words.bytes(record.counts.bytesTotal)]),
            screen("imports.by", ["mapping": words.mapping(record), "source": record.source]),
        ]
        if let speed = record.speed {
            facts.append(screen("imports.speed", ["n": screen.format.number(speed.rowsPerSecond)]))
            if let left = speed.remaining { facts.append(screen("imports.left", ["duration": screen.format.duration(left)])) }
        }
        return .card(screen("imports.progress")) {
            words.bar(record)
            Markup.row { facts.map { Markup.small($0) } }
        }
    }

    private var counts: Markup {
        let counts = record.counts
        let tiles: [(key: String, count: Int64)] = [
            ("rows", counts.rows), ("events", counts.events), ("duplicates", counts.duplicates), ("rejected", counts.rejected),
            ("quarantined", counts.quarantined), ("leftOut", counts.leftOut), ("erased", counts.erased),
        ]
        return .tiles(label: screen("imports.counts")) {
            tiles.map { tile in
                var drawn = Tile(screen("imports.\(tile.key)"), value: screen.format.number(tile.count))
                drawn.foot = screen("imports.hint.\(tile.key)")
                return drawn.markup(span: 4)
            }
        }
    }

    private var forReal: Markup {
        .card(screen("imports.forReal")) {
            Markup.why(screen("imports.forRealHint"))
            screen.form().button(
                screen("imports.forRealSubmit"), to: ImportPages.address, isPrimary: true,
                hidden: [("file", record.file.rawValue), ("mapping", record.mapping ?? "")])
        }
    }

    private var samples: Markup {
        .card(screen("imports.samples"), note: screen("imports.samplesNote")) {
            if record.samples.isEmpty {
                Markup.why(screen("imports.samplesNone"))
            } else if readsRows {
                record.samples.map { Markup.code(Self.pretty($0)) }
            } else {
                Markup.why(screen("imports.hidden"))
            }
        }
    }

    private static func pretty(_ text: String) -> String {
        guard let json = try? JSONValue(parsing: text) else { return text }
        return JSONText.pretty(json)
    }

    private var rejectCard: Markup {
        let download: Markup =
            readsRows && !rejects.isEmpty
            ? .buttonLink(screen("imports.download"), "/v1/imports/\(record.id)/rejects.csv") : .empty
        return .card(screen("imports.rejectedRows"), note: screen("imports.rejectedNote"), right: download) {
            if rejects.isEmpty {
                Markup.why(screen("imports.rejectedNone"))
            } else {
                if !readsRows { Markup.why(screen("imports.hiddenNote")) }
                Markup.table(
                    label: screen("imports.rejectedRows"),
                    [.number(screen("imports.row")), TableColumn(screen("imports.reason")), TableColumn(screen("imports.content"))], rejects
                ) { reject in
                    [
                        .text(reject.first == reject.last ? "\(reject.first)" : "\(reject.first)–\(reject.last)"),
                        readsRows ? .text(reject.reason) : .small(screen("imports.hidden")),
                        readsRows ? .small(String(reject.content.prefix(200))) : .small(screen("imports.hidden")),
                    ]
                }
            }
        }
    }
}
