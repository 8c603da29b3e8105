import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// `/ui/profile/traits`: what is computed of every customer, and whose word counts more.
struct TraitsPage: Sendable {
    static let address = "/ui/profile/traits"

    let console: Console
    let computed: ComputedTraitStore
    let priorities: SourcePriorityStore
    let jobs: JobStore

    func add(to router: Router<ServiceContext>) { console.pages(on: router, requiring: .profileRead).get("/ui/profile/traits", use: show) }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        async let computed = computed.list()
        async let priorities = priorities.list()
        let traits = try await computed
        var building: [(trait: ComputedTrait, job: Job)] = []
        for stored in traits where !stored.isBuilt {
            if let id = stored.job, let job = try await jobs.job(id) { building.append((stored.trait, job)) }
        }
        let settling = try await jobs.jobs(kind: SourcePriorityJob.kind, limit: 1).first { !$0.state.isFinished }
        let isRunning = settling != nil || building.contains { !$0.job.state.isFinished }
        let answer = screen(
            "profile.traits.answer",
            ["n": screen.format.number(traits.count { $0.trait.isActive }), "lists": screen.format.number(try await priorities.count)])
        let lists = try await priorities
        return screen.answer(
            ConsolePage(
                title: screen("profile.traits.title"), active: .customers,
                crumbs: [.init(screen("profile.customers.title"), "/ui/profile")],
                answer: answer,
                actions: screen.may(.profileWrite)
                    ? .buttonLink(screen("profile.computed.new"), "/ui/profile/traits/computed", isPrimary: true) : .empty,
                refreshSeconds: isRunning ? 2 : nil
            ) {
                PeopleTabs.traits.markup(screen)
                for one in building {
                    screen.progress(JobProgress(title: one.trait.name[screen.locale.rawValue], job: one.job))
                }
                if let settling { screen.progress(JobProgress(title: screen("profile.priority.settling"), job: settling)) }
                Markup.grid {
                    definitionsCard(screen, traits)
                    prioritiesCard(screen, lists)
                    kindsCard(screen)
                }
            })
    }

    private func definitionsCard(_ screen: ConsoleScreen, _ traits: [ComputedTraitStore.Stored]) -> Markup {
        .card(screen("profile.computed.title"), note: screen("profile.computed.note"), id: "computed") {
            if traits.isEmpty {
                Markup.emptyState(screen("profile.computed.none"), screen("profile.computed.noneHint"))
            } else {
                Markup.table(
                    label: screen("profile.computed.title"),
                    [
                        TableColumn(screen("profile.computed.name")), TableColumn(screen("profile.computed.rule")),
                        TableColumn(screen("profile.computed.state")), TableColumn(screen("profile.computed.key")),
                    ], traits
                ) { stored in
                    let name = stored.trait.name[screen.locale.rawValue]
                    return [
                        screen.may(.profileWrite)
                            ? .link(body: .strong(name), ComputedTraitPages.address(of: stored.trait.key)) : .strong(name),
                        .text(stored.trait.sentence(screen.locale)), state(screen, stored), .small(stored.trait.key.rawValue),
                    ]
                }
            }
        }
    }

    private func state(_ screen: ConsoleScreen, _ stored: ComputedTraitStore.Stored) -> Markup {
        if !stored.isBuilt { return .tag(screen("profile.computed.building"), .info) }
        return stored.trait.isActive ? .tag(screen("profile.computed.on"), .good) : .tag(screen("profile.computed.off"))
    }

    private func prioritiesCard(_ screen: ConsoleScreen, _ lists: [SourcePriorityStore.Stored]) -> Markup {
        let add: Markup = screen.may(.profileWrite) ? .buttonLink(screen("profile.priority.new"), SourcePriorityPages.address) : .empty
        return .card(screen("profile.priority.title"), note: screen("profile.priority.note"), right: add, span: 7, id: "priorities") {
            if lists.isEmpty {
                Markup.emptyState(screen("profile.priority.none"), screen("profile.priority.noneHint"))
            } else {
                Markup.table(
                    label: screen("profile.priority.title"),
                    [TableColumn(screen("profile.priority.trait")), TableColumn(screen("profile.priority.sources"))], lists
                ) { stored in
                    let trait = stored.priority.trait
                    let name = trait == SourcePriority.everyTrait ? screen("profile.priority.every") : TraitWords(screen).name(trait)
                    let sources = stored.priority.sources.map { screen.words.optional("profile.source.\($0)", fallback: $0) }
                    return [
                        screen.may(.profileWrite) ? .link(body: .strong(name), SourcePriorityPages.address(of: trait)) : .strong(name),
                        .text(sources.joined(separator: " › ")),
                    ]
                }
            }
        }
    }

    /// Teaches which value counts when several are known.
    private func kindsCard(_ screen: ConsoleScreen) -> Markup {
        .card(screen("profile.kinds.title"), span: 5) {
            Markup.paragraph(screen("profile.kinds.order"))
            Markup.keyValues(
                TraitKind.allCases.map { kind in
                    KeyValue(
                        "\(kind.precedence + 1). " + screen("profile.kinds.\(kind.rawValue)"), screen("profile.kinds.\(kind.rawValue)What"))
                })
        }
    }
}
