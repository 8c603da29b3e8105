import CommonModels
import ConsoleKit
import DecisionDomain
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import RuleKit
import ServiceKit
import StorageKit
import SubjectKit

/// `POST /v1/decide`, `GET /v1/decisions`, `GET /v1/decisions/{id}`.
struct DecideRoutes: Sendable {
    /// Bytes of one request.
    static let requestBytesMax = 65_536

    let engine: DecisionEngine
    let log: DecisionLog
    let people: PeopleDirectory
    let database: any Database

    func add(to router: Router<ServiceContext>) {
        router.requiring(.decisionWrite, path: "/v1/decide").post(use: decide)
        router.requiring(.decisionRead, path: "/v1/decisions").get(use: list).get(":id", use: show)
    }

    @Sendable private func decide(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context, limit: Self.requestBytesMax)
        let caller = try context.requirePrincipal().id
        let asked = try DecideRequest(
            json: body, defaultID: request.headers[.idempotencyKey], caller: caller, seen: try request.feedsSeen)
        let answer = try await engine.decide(asked)
        guard asked.explain else { return JSONResponse(bytes: ByteBuffer(bytes: answer)) }
        return try await masked(answer, context)
    }

    /// An explanation tells what was found of a person: fields the caller may not read are masked.
    private func masked(_ answer: [UInt8], _ context: ServiceContext) async throws -> JSONResponse {
        let mask = FieldMask(try await PolicyShelf().book(of: database), for: context.principal)
        guard !mask.readsEverything else { return JSONResponse(bytes: ByteBuffer(bytes: answer)) }
        var shown = RuleTrace.masked(in: try JSONValue(parsing: answer), mask.masks).objectValue ?? [:]
        if !mask.hidden.isEmpty { shown["masked"] = mask.json }
        return JSONResponse(json: .object(shown))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: try await log.find(context.id("id", kind: "decision")).json)
    }

    /// `?profileId=` newest first.
    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let text = request.query("profileId"), let profile = ProfileID(text) else {
            throw Problem.badRequest("profileId must be a profile id.")
        }
        let page = try PageRequest(request)
        let survivor = try await people.survivor(of: profile)
        let found = try await log.list(of: survivor, before: page.after.flatMap { DecisionID($0) }, limit: page.limit + 1)
        var answer: JSONObject = ["items": .array(found.prefix(page.limit).map(\.json))]
        if found.count > page.limit { answer["next"] = .string(found[page.limit - 1].id.rawValue) }
        return JSONResponse(json: .object(answer))
    }
}

extension Request {
    /// What the caller has seen of the feeds.
    ///
    /// - Throws: `Problem` (400) when the field is malformed.
    fileprivate var feedsSeen: FeedPositions {
        get throws {
            guard let text = HTTPField.Name(FeedPositions.headerName).flatMap({ headers[$0] }) else { return .none }
            guard let seen = FeedPositions(text: text) else {
                throw Problem.badRequest("\(FeedPositions.headerName) must name services and event ids: profile=1234, segment=56.")
            }
            return seen
        }
    }
}
