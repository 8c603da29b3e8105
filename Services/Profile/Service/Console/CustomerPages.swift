import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// Finding customers, and everything known of one.
struct CustomerPages: Sendable {
    private static let timelineLimit = 30
    private static let sourceDays: Int64 = 30

    let console: Console
    let access: FieldAccess
    let profiles: ProfileStore
    let timeline: TimelineStore
    let log: IngestLog
    let unified: UnifiedProfile
    let looks: ProfileLooks
    let database: any Database
    let neighbours: CustomerNeighbours

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead)
            .get("/ui/profile", use: list)
            .get("/ui/profile/customers/:id", use: show)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let page = try PageRequest(request)
        let text = request.query("q")
        let after = try page.profileCursor(isSearch: text != nil)
        let screen = try await access.screen(console, request, context)
        let fields = screen.fields
        async let found = profiles.profiles(beginningWith: text, limit: page.limit + 1, after: after) {
            fields.hides(DataField(.identity, $0.rawValue))
        }
        async let counts = profiles.counts()
        let customers = try await page.page(found, item: \.summary, key: { $0.cursor.encoded })
        return screen.answer(
            CustomerListPage(screen: screen, text: text, customers: customers, counts: try await counts, after: page.after).page)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id: ProfileID = try context.id("id", kind: "profile")
        guard let profile = try await profiles.profile(id) else { throw Problem.notFound("profile", id) }
        let screen = try await access.screen(console, request, context)
        async let history = history(request, profile, screen)
        async let knowledge = knowledge(of: profile.id)
        async let groups = unified.groups.places(of: profile.id)
        async let experiments = timeline.events(of: profile.id, name: "Experiment Viewed", limit: 50, after: nil)
        async let rights = CustomerRights.read(of: profile, at: screen.format.now, in: database)
        async let around = neighbours.all(of: profile.id, mayCall: context.requirePrincipal())
        try await looks.record(profile.id, by: context)
        let customer = Customer360(
            screen: screen, profile: profile, knowledge: try await knowledge, groups: try await groups ?? [],
            experiments: try await experiments ?? [], rights: try await rights, around: try await around)
        return screen.answer(customer.page(timeline: try await history.card))
    }

    private func knowledge(of id: ProfileID) async throws -> CustomerKnowledge {
        async let sheet = unified.sheets.sheet(of: id)
        async let computed = unified.computed.list()
        return CustomerKnowledge(sheet: try await sheet ?? .init(), computed: try await computed.map(\.trait))
    }

    private func history(_ request: Request, _ profile: ProfileView, _ screen: ConsoleScreen) async throws -> CustomerTimeline {
        let page = PageRequest(limit: Self.timelineLimit, after: request.query("after"))
        let asked = CustomerTimeline.Asked(request, zone: screen.format.zone)
        async let entries = timeline.page(of: profile.id, asked.filter, limit: page.limit, after: try page.timelineKey())
        async let kinds = timeline.kinds(of: profile)
        async let sources = log.sources(days: Self.sourceDays, now: screen.format.now)
        return CustomerTimeline(
            screen: screen, profile: profile.id, page: try await entries, asked: asked, kinds: try await kinds,
            sources: try await sources.map(\.source), after: page.after)
    }
}
