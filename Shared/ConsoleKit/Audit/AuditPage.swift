import CommonModels
import ServiceKit

/// Is the record whole, and who did what?
struct AuditPage {
    let screen: ConsoleScreen
    let service: ServiceName
    let address: String
    let filter: AuditLog.Filter
    let entries: Page<AuditEntry>
    let after: String?
    let verification: AuditVerification

    var page: ConsolePage {
        ConsolePage(
            title: screen("console.audit.title"), active: .audit, answer: answer,
            actions: .buttonLink(screen("console.audit.export"), exportAddress)
        ) {
            services
            search
            Markup.card(screen("console.audit.title")) {
                if entries.items.isEmpty {
                    Markup.emptyState(screen("console.audit.none"), screen("console.audit.noneHint"))
                } else {
                    table
                    screen.pager(
                        next: entries.next, query: ["object": filter.object, "actor": filter.actor, "action": filter.action], after: after)
                }
                Markup.why(screen("console.audit.why", ["hash": verification.headHash]))
            }
        }
    }

    private var answer: String {
        let name = screen("console.service.\(service.rawValue)")
        if let broken = verification.firstBroken {
            return screen("console.audit.broken", ["service": name, "n": screen.format.number(Int(broken))])
        }
        return screen("console.audit.answer", ["service": name, "n": screen.format.number(Int(verification.entries))])
    }

    private var exportAddress: String {
        let query = [("object", filter.object), ("actor", filter.actor), ("action", filter.action)].compactMap { name, value in
            value.map { "\(PageAddress.encoded(name))=\(PageAddress.encoded($0))" }
        }
        return address + "/export" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    private var services: Markup {
        .tabs(
            label: screen("console.audit.services"),
            ServiceName.allCases.map { other in
                (screen("console.service.\(other.rawValue)"), screen.link("/ui/\(other.rawValue)/audit", of: other), other == service)
            })
    }

    private var search: Markup {
        screen.filters(address, submit: screen("console.audit.search")) {
            screen.searchField("object", label: screen("console.audit.object"), value: filter.object)
            screen.searchField("actor", label: screen("console.audit.actor"), value: filter.actor)
            screen.searchField("action", label: screen("console.audit.action"), value: filter.action)
        }
    }

    /// By name, and by the id that the filter asks for.
    private func actor(_ id: String) -> Markup {
        let name = screen.actor(id)
        return name == id ? .small(id) : .text(name) + " " + .small(id)
    }

    private var table: Markup {
        Markup.table(
            label: screen("console.audit.title"),
            [
                .number("#"), TableColumn(screen("console.audit.when")), TableColumn(screen("console.audit.actor")),
                TableColumn(screen("console.audit.what")), TableColumn(screen("console.audit.object")),
                TableColumn(screen("console.audit.origin")), TableColumn(screen("console.audit.detail")),
            ], entries.items
        ) { entry in
            [
                .text(screen.format.number(Int(entry.sequence))), .text(screen.format.dateTime(entry.at)), actor(entry.actor),
                .strong(entry.action), .small(entry.object), .small(entry.origin), .small(String(entry.detail.serialized.prefix(200))),
            ]
        }
    }
}
