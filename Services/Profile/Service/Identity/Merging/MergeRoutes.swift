import CommonModels
import Hummingbird
import ProfileDomain
import ServiceKit

/// Joining two people who are one, and parting them again.
struct MergeRoutes: Sendable {
    let merger: ProfileMerger
    let unmerger: ProfileUnmerger
    let log: MergeLog
    let desk: IdentityDesk
    let access: FieldAccess
    let clock: WallClock

    var reading: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .get("merges", use: list)
            .get("profiles/:id/merges", use: listOfProfile)
    }

    var writing: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .post("profiles/:id/merge", use: merge)
            .post("merges/:number/unmerge", use: unmerge)
    }

    private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        var cause: IdentityKey?
        if let text = request.query("identity") { cause = try await desk.key(text) }
        let found = try await log.page(causedBy: cause, limit: page.limit + 1, before: before ?? nil)
        return try await access.answer(context) { mask in page.page(found, item: mask.merge, key: { String($0.id) }) }
    }

    private func listOfProfile(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let merges = try await log.merges(of: context.id("id", kind: "profile")) else { throw MergeError.noSuchProfile }
        return try await access.answer(context) { mask in Page(items: merges.map(mask.merge), next: nil) }
    }

    private func merge(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id: ProfileID = try context.id("id", kind: "profile")
        let body = try await request.jsonBody(MergeOrder.self, context)
        if body.preview ?? false {
            let preview = try await merger.preview(id, with: body.with)
            return try await access.answer(context) { $0.preview(preview) }
        }
        let reason = try MergeReasonText.checked(body.reason)
        return try JSONResponse(
            .created, await merger.merge(id, with: body.with, note: reason, by: IdentityActor(context), at: clock.now()))
    }

    private func unmerge(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let number = Int64(try context.text("number")) else { throw MergeError.noSuchMerge }
        let body = try await request.jsonBody(UnmergeOrder.self, context)
        let outcome =
            body.preview ?? false
            ? try await unmerger.preview(number)
            : try await unmerger.undo(
                number, note: MergeReasonText.checked(body.reason), by: IdentityActor(context), at: clock.now())
        return try await access.answer(context) { $0.unmerge(outcome) }
    }
}

/// The body of `POST /v1/profiles/{id}/merge`.
struct MergeOrder: Decodable, Sendable {
    /// Ends in the profile of the path.
    let with: ProfileID
    /// Why; needed unless it is a preview.
    let reason: String?
    let preview: Bool?
}

/// The body of `POST /v1/merges/{number}/unmerge`.
struct UnmergeOrder: Decodable, Sendable {
    let reason: String?
    let preview: Bool?
}

/// Why somebody joins or parts people, in their words.
enum MergeReasonText {
    static let lengthMax = 500  // characters

    /// - Throws: ``Problem/validation(_:)``
    static func checked(_ text: String?) throws -> String {
        let reason = (text ?? "").trimmingPrefix(while: \.isWhitespace)
        guard !reason.isEmpty, reason.count <= lengthMax else {
            throw Problem.validation([Problem.Fault("a reason of 1 to \(lengthMax) characters is needed", pointer: "/reason")])
        }
        return String(reason)
    }
}
