import CommonModels
import ConsoleKit
import ServiceKit

/// One customer on one page: who, what is known and since when, what may be done, what happened, and why.
struct Customer360 {
    let screen: ConsoleScreen
    let profile: ProfileView
    let knowledge: CustomerKnowledge
    let groups: [GroupDirectory.Place]
    let experiments: [TimelineEntry]
    let rights: CustomerRights
    let around: CustomerNeighbours.Answers

    func page(timeline: Markup) -> ConsolePage {
        let words = CustomerWords(screen)
        return ConsolePage(
            title: words.name(of: profile), titleTags: titleTags, active: .customers,
            crumbs: [.init(screen("profile.customers.title"), "/ui/profile")], answer: answer,
            actions: actions,
            topRight: screen.filters("/ui/profile", submit: screen("profile.search.submit")) {
                screen.searchField("q", label: screen("profile.search.label"), value: nil)
            }
        ) {
            Markup.grid {
                traits
                identities
                consents
            }
            Markup.grid {
                timeline
                Markup.column(span: 4) {
                    segments
                    journeys
                    groupsCard
                    experimentsCard
                    cases
                }
            }
        }
    }

    private var actions: Markup {
        let merges = PageAddress.make("/ui/profile/merges", ["profile": profile.id.rawValue])
        let tester = PageAddress.make("/ui/decision/tester", ["customer": profile.id.rawValue])
        let review: Markup = screen.may(.privacyManage) ? .buttonLink(screen("profile.customer.reviewMerges"), merges) : .empty
        let decision: Markup =
            screen.may(.decisionRead)
            ? .buttonLink(screen("profile.customer.tryDecision"), screen.link(tester, of: .decision), isPrimary: true) : .empty
        return review + decision
    }

    private var answer: String {
        let masked = screen.fields.readsEverything ? screen("profile.customer.unmasked") : screen("profile.customer.masked")
        return screen(
            "profile.customer.answer",
            [
                "id": profile.id.rawValue, "first": screen.format.date(profile.firstSeen), "last": screen.format.relative(profile.lastSeen),
                "masked": masked,
            ])
    }

    private var titleTags: Markup {
        (around.segments ?? []).prefix(1).map { .tag(name(of: $0), .accent) }.joined() + restrictionTags
    }

    func sourceName(_ source: String) -> String { screen.words.optional("profile.source.\(source)", fallback: source) }

    private var identities: Markup {
        let words = CustomerWords(screen)
        let nodes = profile.identities.map { identity in
            IdentityGraph.Node(words.identity(identity.value, of: identity.namespace), Self.color(of: identity.namespace))
        }
        let kinds = Dictionary(grouping: profile.identities, by: \.namespace).sorted { $0.key < $1.key }
            .map { screen("profile.identity.kind", ["kind": namespace($0.key), "n": screen.format.number($0.value.count)]) }
        let graph = IdentityGraph(
            label: screen("profile.identity.label", ["kinds": kinds.joined(separator: ", ")]), centre: screen("profile.identity.centre"),
            nodes: nodes,
            othersText: { screen("console.chart.others", ["n": "\($0)"]) })
        let note = screen(
            "profile.identity.note",
            ["n": screen.format.number(profile.identities.count), "merges": screen.format.number(profile.mergedIds.count)])
        return .card(screen("profile.identity.title"), right: .small(note), span: 4) {
            graph.figure
            Markup.details(screen("profile.identity.list")) {
                Markup.table(
                    label: screen("profile.identity.title"),
                    [
                        TableColumn(screen("profile.identity.namespace")), TableColumn(screen("profile.identity.value")),
                        TableColumn(screen("profile.customers.lastSeen")),
                    ],
                    profile.identities
                ) {
                    [
                        .text(namespace($0.namespace)), .text(words.identity($0.value, of: $0.namespace)),
                        .text(screen.format.relative($0.lastSeen)),
                    ]
                }
            }
        }
    }

    private func namespace(_ name: String) -> String { screen.words.optional("profile.namespace.\(name)", fallback: name) }

    private static func color(of namespace: String) -> ChartColor {
        switch namespace {
        case "userId": .c2
        case "email": .c3
        case "phone": .c5
        default: .c7
        }
    }
}
