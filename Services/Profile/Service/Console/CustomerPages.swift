import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit
import StorageKit

/// Finding customers, and everything known of one.
struct CustomerPages: Sendable {
    private static let timelineLimit = 30

    let console: Console
    let profiles: ProfileStore
    let timeline: TimelineStore
    let names: EventNames
    let looks: ProfileLooks
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
        async let found = profiles.profiles(beginningWith: text, limit: page.limit + 1, after: after)
        async let counts = profiles.counts()
        let customers = try await page.page(found, item: \.summary, key: { $0.cursor.encoded })
        let screen = console.screen(request, context)
        return screen.answer(
            CustomerListPage(screen: screen, text: text, customers: customers, counts: try await counts, after: page.after).page)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id: ProfileID = try context.id("id", kind: "profile")
        guard let profile = try await profiles.profile(id) else { throw Problem.notFound("profile", id) }
        let page = PageRequest(limit: Self.timelineLimit, after: request.query("after"))
        let (name, after) = (request.query("name"), try keyset(page))
        async let entries = timeline.events(of: profile.id, name: name, limit: page.limit + 1, after: after)
        async let orders = timeline.events(of: profile.id, name: CustomerOrders.eventName, limit: CustomerOrders.ordersMax, after: nil)
        async let experiments = timeline.events(of: profile.id, name: "Experiment Viewed", limit: 50, after: nil)
        async let eventNames = names.names(of: profile)
        async let around = neighbours.all(of: profile.id, mayCall: context.requirePrincipal())
        try await looks.record(profile.id, by: context)
        let screen = console.screen(request, context)
        let customer = Customer360(
            screen: screen, profile: profile, orders: CustomerOrders(try await orders ?? [], now: screen.format.now),
            experiments: try await experiments ?? [], around: try await around)
        let timeline = CustomerTimeline(
            screen: screen, profile: profile.id, page: page.page(try await entries ?? [], item: \.event, key: { $0.keyset.encoded }),
            name: name, names: try await eventNames, after: page.after)
        return screen.answer(customer.page(timeline: timeline.card))
    }

    private func keyset(_ page: PageRequest) throws -> Keyset? {
        guard let text = page.after else { return nil }
        guard let keyset = Keyset(encoded: text, count: 2) else {
            throw Problem.badRequest("after is not what an earlier page gave as next.")
        }
        return keyset
    }
}
