import CommonModels
import ConsoleKit
import ServiceKit

/// Who are our customers? Find one by e-mail, member number or profile id; otherwise the last seen.
struct CustomerListPage {
    let screen: ConsoleScreen
    let text: String?
    let customers: Page<ProfileSummary>
    let counts: ProfileCounts
    let after: String?

    var page: ConsolePage {
        ConsolePage(title: screen("profile.customers.title"), active: .customers, answer: answer, topRight: search) {
            PeopleTabs.customers.markup(screen)
            if counts.living == 0 {
                Markup.emptyState(
                    screen("profile.customers.none"), screen("profile.customers.noneHint"),
                    command: "maru import --mapping mapping.yml customers.csv")
            } else {
                tiles
                if findsWholeValuesOnly { Markup.why(screen("profile.search.wholeOnly")) }
                Markup.card(screen(text == nil ? "profile.customers.recent" : "profile.customers.found")) {
                    if customers.items.isEmpty {
                        Markup.emptyState(
                            screen("profile.customers.notFound"), screen("profile.customers.notFoundHint"),
                            action: .buttonLink(screen("profile.customers.all"), "/ui/profile"))
                    } else {
                        table
                        screen.pager(next: customers.next, query: ["q": text], after: after)
                    }
                }
            }
        }
    }

    private var answer: String {
        if let text, !text.isEmpty {
            return screen("profile.customers.answerFound", ["q": text, "n": screen.format.number(customers.items.count)])
        }
        return screen(
            "profile.customers.answer",
            [
                "n": screen.format.number(counts.living), "known": screen.format.number(counts.known),
                "share": screen.format.percent(share), "merged": screen.format.number(counts.merged),
            ])
    }

    private var findsWholeValuesOnly: Bool {
        ["email", "userId", "phone"].contains { screen.fields.hides(DataField(.identity, $0)) }
    }

    private var share: Double { counts.living > 0 ? Double(counts.known) / Double(counts.living) : 0 }

    private var search: Markup {
        screen.filters("/ui/profile", submit: screen("profile.search.submit")) {
            screen.searchField("q", label: screen("profile.search.label"), value: text)
        }
    }

    private var tiles: Markup {
        var known = Tile(screen("profile.customers.known"), value: screen.format.number(counts.known))
        known.foot = screen("profile.customers.knownFoot", ["share": screen.format.percent(share)])
        var anonymous = Tile(screen("profile.customers.anonymous"), value: screen.format.number(counts.living - counts.known))
        anonymous.foot = screen("profile.customers.anonymousFoot")
        var merged = Tile(screen("profile.customers.merged"), value: screen.format.number(counts.merged))
        merged.foot = screen("profile.customers.mergedFoot")
        var living = Tile(screen("profile.customers.living"), value: screen.format.number(counts.living))
        living.foot = screen("profile.customers.livingFoot")
        return .tiles(label: screen("profile.customers.title")) {
            living.markup()
            known.markup()
            anonymous.markup()
            merged.markup()
        }
    }

    private var table: Markup {
        Markup.table(
            label: screen("profile.customers.title"),
            [
                TableColumn(screen("profile.customers.name")), TableColumn(screen("profile.customers.contact")),
                .number(screen("profile.customers.identities")), .number(screen("profile.customers.events")),
                TableColumn(screen("profile.customers.lastSeen")), TableColumn(screen("profile.customers.firstSeen")),
            ], customers.items
        ) { customer in
            let words = CustomerWords(screen)
            return [
                .link(body: "<strong>\(words.name(of: customer))</strong>", words.address(of: customer.id)),
                .small(
                    [
                        customer.email.map { words.identity($0, of: "email") }, customer.userId.map { words.identity($0, of: "userId") },
                    ].compactMap(\.self).joined(separator: " · ")),
                .text(screen.format.number(customer.identityCount)), .text(screen.format.number(customer.eventCount)),
                .text(screen.format.relative(customer.lastSeen)), .text(screen.format.date(customer.firstSeen)),
            ]
        }
    }
}
