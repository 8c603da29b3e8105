import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// `/ui/profile/groups…`: accounts, households and who belongs to them.
struct GroupPages: Sendable {
    let console: Console
    let access: FieldAccess
    let groups: GroupDirectory

    static func address(of id: String) -> String { "/ui/profile/groups/\(PageAddress.encoded(id))" }
    static func kind(_ kind: String, _ screen: ConsoleScreen) -> String {
        screen.words.optional("profile.groups.kind.\(kind)", fallback: kind)
    }

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/groups", use: list).get("/ui/profile/groups/:id", use: show)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = try PageRequest(request)
        let (kind, text) = (request.query("kind"), request.query("q"))
        async let kinds = groups.kinds()
        async let found = groups.groups(kind: kind, beginningWith: text ?? "", limit: page.limit + 1, after: try page.textKey())
        let items = try await page.page(found, item: { $0 }, key: { Keyset([$0.id]).encoded })
        let all = try await kinds
        return screen.answer(
            ConsolePage(
                title: screen("profile.groups.title"), active: .customers,
                crumbs: [.init(screen("profile.customers.title"), "/ui/profile")],
                answer: all.isEmpty
                    ? screen("profile.groups.none")
                    : screen("profile.groups.answer", ["kinds": all.map { Self.kind($0, screen) }.joined(separator: ", ")]),
                topRight: screen.filters("/ui/profile/groups", submit: screen("profile.search.submit")) {
                    screen.searchField("q", label: screen("profile.groups.search"), value: text)
                }
            ) {
                PeopleTabs.groups.markup(screen)
                if all.isEmpty {
                    Markup.emptyState(screen("profile.groups.none"), screen("profile.groups.noneHint"), command: Self.example)
                } else {
                    table(screen, items, kinds: all, kind: kind, text: text, after: page.after)
                }
            })
    }

    private static let example = #"{"type": "group", "userId": "m88213", "groupId": "acme", "traits": {"name": "Acme"}}"#

    private func table(
        _ screen: ConsoleScreen, _ page: ServiceKit.Page<GroupDirectory.Found>, kinds: [String], kind: String?, text: String?,
        after: String?
    ) -> Markup {
        let options = [(value: "", text: screen("profile.groups.everyKind"))] + kinds.map { (value: $0, text: Self.kind($0, screen)) }
        let filter = screen.filters("/ui/profile/groups", submit: screen("profile.timeline.apply")) {
            screen.filter("kind", label: screen("profile.groups.kindLabel"), options, chosen: kind)
        }
        return .card(screen("profile.groups.title"), right: filter) {
            if page.items.isEmpty {
                Markup.emptyState(
                    screen("profile.groups.notFound"), screen("profile.groups.notFoundHint"),
                    action: .buttonLink(screen("profile.customers.all"), "/ui/profile/groups"))
            } else {
                Markup.table(
                    label: screen("profile.groups.title"),
                    [
                        TableColumn(screen("profile.groups.group")), TableColumn(screen("profile.groups.kindLabel")),
                        .number(screen("profile.groups.members")), TableColumn(screen("profile.customers.lastSeen")),
                    ], page.items
                ) { group in
                    [
                        .link(body: .strong(Self.name(group, screen)), Self.address(of: group.id)) + " " + .small(group.id),
                        .tag(Self.kind(group.kind, screen)), .text(screen.format.number(group.memberCount)),
                        .text(screen.format.relative(group.lastSeen)),
                    ]
                }
                screen.pager(next: page.next, query: ["kind": kind, "q": text], after: after)
            }
        }
    }

    private static func name(_ group: GroupDirectory.Found, _ screen: ConsoleScreen) -> String { name(group.id, group.traits, screen) }

    /// What a group is called, as the reader may see it.
    static func name(_ id: String, _ traits: [String: TraitView], _ screen: ConsoleScreen) -> String {
        traits["name"]?.value.stringValue.map { screen.fields.text($0, DataField(.trait, GroupDirectory.fieldName("name"))) } ?? id
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = try await access.screen(console, request, context)
        let page = PageRequest(limit: 50, after: request.query("after"))
        let id = try context.pathText("id")
        async let members = groups.members(of: id, limit: page.limit + 1, after: try page.textKey())
        guard let group = try await groups.group(id), let found = try await members else { throw Problem.notFound("group") }
        let items = page.page(found, item: { $0 }, key: { Keyset([$0.profile]).encoded })
        return screen.answer(
            ConsolePage(
                title: Self.name(group, screen), titleTags: .tag(Self.kind(group.kind, screen), .accent), active: .customers,
                crumbs: [
                    .init(screen("profile.customers.title"), "/ui/profile"), .init(screen("profile.groups.title"), "/ui/profile/groups"),
                ],
                answer: screen(
                    "profile.groups.answerOne",
                    [
                        "id": group.id, "n": screen.format.number(group.memberCount), "first": screen.format.date(group.firstSeen),
                        "last": screen.format.relative(group.lastSeen),
                    ])
            ) {
                Markup.grid {
                    traitsCard(screen, group)
                    membersCard(screen, items, after: page.after)
                }
            })
    }

    private func traitsCard(_ screen: ConsoleScreen, _ group: GroupDirectory.Found) -> Markup {
        let words = TraitWords(screen)
        return .card(screen("profile.customer.known"), right: .small(screen("profile.customer.sourceAndAge")), span: 5) {
            if group.traits.isEmpty { Markup.why(screen("profile.groups.noTraits")) }
            Markup.keyValues(
                group.traits.sorted { $0.key < $1.key }.map { name, view in
                    KeyValue(
                        words.name(name), words.value(view.value, name: GroupDirectory.fieldName(name)),
                        source: "\(words.source(view.source, view.kind)) · \(screen.format.relative(view.at))")
                })
        }
    }

    private func membersCard(_ screen: ConsoleScreen, _ page: ServiceKit.Page<GroupDirectory.Member>, after: String?) -> Markup {
        let words = CustomerWords(screen)
        return .card(screen("profile.groups.members"), span: 7) {
            if page.items.isEmpty {
                Markup.why(screen("profile.groups.noMembers"))
            } else {
                Markup.table(
                    label: screen("profile.groups.members"),
                    [
                        TableColumn(screen("profile.customers.name")), TableColumn(screen("profile.groups.role")),
                        .number(screen("profile.groups.since")),
                    ], page.items
                ) { member in
                    let name = member.name.map { words.shown($0, DataField(.trait, "name")) } ?? words.short(member.profile)
                    return [
                        .link(name, words.address(of: member.profile)), .text(member.membership.role ?? "–"),
                        .text(screen.format.relative(member.membership.since)),
                    ]
                }
                screen.pager(next: page.next, after: after)
            }
        }
    }
}
