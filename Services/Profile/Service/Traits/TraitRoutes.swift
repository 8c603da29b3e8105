import CommonModels
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// Everything stated about a person, and stating more: `/v1/profiles/{id}/traits`.
struct TraitRoutes: Sendable {
    static let traitsMax = 100  // of one statement
    static let reasonLengthMax = 500  // characters

    let sheets: TraitSheetReader
    let editor: TraitEditor
    let access: FieldAccess
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/profiles").get(":id/traits", use: show)
        router.requiring(.profileWrite, path: "/v1/profiles").post(":id/traits", use: state)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let sheet = try await sheets.sheet(of: context.id("id", kind: "profile")) else { throw Problem.notFound("profile") }
        return try await answer(sheet, context)
    }

    @Sendable private func state(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonBody(TraitStatementBody.self, context)
        let word = try body.word(source: context.requirePrincipal().source, at: clock.now())
        let sheet = try await editor.state(body.traits, word, of: context.id("id", kind: "profile"), by: context)
        guard let sheet else { throw Problem.notFound("profile") }
        return try await answer(sheet, context)
    }

    private func answer(_ sheet: TraitSheet, _ context: ServiceContext) async throws -> JSONResponse {
        try await access.answer(context) { ["items": $0.sheet(sheet).json] as JSONValue }
    }
}

/// The body of `POST /v1/profiles/{id}/traits`.
struct TraitStatementBody: Decodable, Sendable {
    let traits: JSONObject
    let kind: TraitKind
    let reason: String?

    private enum CodingKeys: String, CodingKey { case traits, kind, reason }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let members = try container.decode(JSONValue.self, forKey: .traits).objectValue else {
            throw DecodingError.dataCorruptedError(forKey: .traits, in: container, debugDescription: "must be an object")
        }
        traits = members
        kind = try container.decodeIfPresent(TraitKind.self, forKey: .kind) ?? .firstParty
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
    }

    /// - Throws: ``Problem/validation(_:)``.
    func word(source: String, at now: Instant) throws -> TraitWord {
        var faults: [Problem.Fault] = []
        if traits.isEmpty || traits.count > TraitRoutes.traitsMax {
            faults.append(Problem.Fault("must hold 1 to \(TraitRoutes.traitsMax) traits", pointer: "/traits"))
        }
        if kind == .computed || kind == .inferred { faults.append(Problem.Fault("must be zeroParty or firstParty", pointer: "/kind")) }
        if let reason, reason.count > TraitRoutes.reasonLengthMax {
            faults.append(Problem.Fault("at most \(TraitRoutes.reasonLengthMax) characters", pointer: "/reason"))
        }
        guard faults.isEmpty else { throw Problem.validation(faults) }
        return TraitWord(kind: kind, at: now, source: source, reason: reason)
    }
}

/// Reads everything stated about a person, also what does not count.
struct TraitSheetReader: Sendable {
    let database: any Database

    /// Nil when there is no such profile.
    func sheet(of id: ProfileID) async throws -> TraitSheet? {
        try await database.read { tx in
            guard let survivor = try IdentityStore.survivor(of: id, in: tx) else { return nil }
            return try TraitStore.profiles.sheets(of: [survivor], in: tx)[survivor] ?? TraitSheet()
        }
    }
}

extension TraitSheet {
    /// Every statement, those that count first of their name.
    var json: JSONValue {
        let sorted = statements.sorted { ($0.key.name, $0.key.kind.precedence) < ($1.key.name, $1.key.kind.precedence) }
        return .array(
            sorted.map { key, statement in
                var members: JSONObject = [
                    "name": .string(key.name), "kind": .string(key.kind.rawValue), "value": statement.value,
                    "at": .string(statement.at.rfc3339), "source": .string(statement.source),
                    "counts": .bool(!statement.isTakenBack && view(key.name)?.kind == key.kind),
                ]
                if let confidence = statement.confidence { members["confidence"] = .number(confidence) }
                if let reason = statement.reason { members["reason"] = .string(reason) }
                // Of what Maru makes itself older versions kept it.
                let isStated = key.kind == .zeroParty || key.kind == .firstParty
                if isStated, let previous = statement.previous { members["previous"] = previous.json }
                if let overruled = statement.overruled { members["overruled"] = overruled.json }
                return .object(members)
            })
    }
}
