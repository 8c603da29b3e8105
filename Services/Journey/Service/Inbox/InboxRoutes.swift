import CommonModels
import Hummingbird
import JourneyDomain
import ServiceKit
import StorageKit

/// The in-app inbox, for the company's own applications.
struct InboxRoutes: Sendable {
    let database: any Database
    let clock: WallClock
    let audit: AuditLog

    func add(to router: Router<ServiceContext>) {
        router.requiring(.journeyRead).get("/v1/inbox", use: list)
        router.requiring(.journeyWrite).post("/v1/inbox/:id/read", use: markRead)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let profile = request.query("profileId").flatMap(ProfileID.init) else {
            throw Problem.badRequest("profileId must be a profile id.")
        }
        let page = try PageRequest(request)
        let before = try page.after.map { try JourneyPaging.id($0) }
        let (notes, unread) = try await database.read { tx in
            let living = try PersonReader().current(profile, in: tx)
            return (
                try InboxStore().notes(of: living, before: before, limit: page.limit + 1, in: tx),
                try InboxStore().unread(of: living, in: tx)
            )
        }
        let shown = page.page(notes, item: { $0.json }, key: { JourneyPaging.opaque($0.id.rawValue) })
        return JSONResponse(json: JourneyPaging.json(shown, ["unread": .integer(unread)]))
    }

    @Sendable private func markRead(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id = try context.id("id", kind: "message", as: MessageID.self)
        let now = clock.now()
        let note = try await database.write { tx in try InboxStore().markRead(id, at: now, in: tx) }
        guard let note else { throw Problem.notFound("message") }
        return JSONResponse(json: note.json)
    }
}
