import ConsoleKit
import ProfileDomain
import ServiceKit

/// The list of merges.
struct MergeListView {
    let screen: ConsoleScreen
    let merges: Page<MergeLog.Entry>
    let identity: String?
    let after: String?

    var page: ConsolePage {
        ConsolePage(
            title: screen("profile.merges.title"), active: .customers, crumbs: [.init(screen("profile.customers.title"), "/ui/profile")],
            answer: screen("profile.merges.answer"),
            actions: screen.may(.profileWrite)
                ? .buttonLink(screen("profile.merges.new"), "/ui/profile/merges/new", isPrimary: true) : .empty,
            topRight: screen.filters("/ui/profile/merges", submit: screen("profile.search.submit")) {
                screen.searchField("identity", label: screen("profile.merges.byIdentity"), value: identity)
            }
        ) {
            IdentityWords.tabs(screen, isMerges: true)
            Markup.card(screen("profile.merges.title"), note: screen("profile.merges.note")) {
                if merges.items.isEmpty {
                    Markup.emptyState(screen("profile.merges.none"), screen("profile.merges.noneHint"))
                } else {
                    table
                    screen.pager(next: merges.next, query: ["identity": identity], after: after)
                }
            }
        }
    }

    private var table: Markup {
        let words = IdentityWords(screen)
        return .table(
            label: screen("profile.merges.title"),
            [
                TableColumn(screen("profile.events.when")), TableColumn(screen("profile.merges.survivor")),
                TableColumn(screen("profile.merges.merged")), TableColumn(screen("profile.events.reason")),
                TableColumn(screen("profile.merges.cause")), TableColumn(screen("profile.merges.state")),
            ], merges.items
        ) { entry in
            [
                .link(screen.format.dateTime(entry.at), "/ui/profile/merges/\(entry.id)"), words.customer(entry.survivorId),
                .text(CustomerWords(screen).short(entry.mergedId)), .text(screen("profile.merges.reason.\(entry.reason.rawValue)")),
                .small(entry.identity.map { words.identity($0) } ?? entry.note), MergeView.state(entry, screen),
            ]
        }
    }
}
