import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// Accounts, households and their members: `/v1/groups`.
struct GroupRoutes: Sendable {
    static let idLengthMax = 255  // characters

    let groups: GroupDirectory
    let access: FieldAccess
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/groups").get(use: list).get(":id", use: show).get(":id/members", use: members)
        router.requiring(.profileRead, path: "/v1/profiles").get(":id/groups", use: ofPerson)
        router.requiring(.profileWrite, path: "/v1/groups").post(":id", use: state).put(":id/members/:profile", use: join)
            .delete(":id/members/:profile", use: leave)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let found = try await groups.groups(
            kind: request.query("kind"), beginningWith: request.query("q") ?? "", limit: page.limit + 1, after: try page.textKey())
        return try await access.answer(context) { mask in
            page.page(found, item: { mask.group($0).json }, key: { Keyset([$0.id]).encoded })
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let found = try await groups.group(context.pathText("id")) else { throw Problem.notFound("group") }
        return try await access.answer(context) { $0.group(found).json }
    }

    @Sendable private func members(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let found = try await groups.members(of: context.pathText("id"), limit: page.limit + 1, after: try page.textKey())
        guard let found else { throw Problem.notFound("group") }
        return try JSONResponse(.ok, page.page(found, item: \.json, key: { Keyset([$0.profile]).encoded }))
    }

    @Sendable private func ofPerson(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let places = try await groups.places(of: context.id("id", kind: "profile")) else { throw Problem.notFound("profile") }
        return try await access.answer(context) { mask in
            ["items": .array(places.map { GroupDirectory.Place(group: mask.group($0.group), membership: $0.membership).json })] as JSONValue
        }
    }

    @Sendable private func state(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let word = try Self.word(body, group: context.pathText("id"), source: context.requirePrincipal().source, at: clock.now())
        _ = try await groups.state(word, action: "group.edit", by: context)
        return try await show(request, context)
    }

    @Sendable private func join(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        guard let members = body.objectValue else { throw Problem.validation([Problem.Fault("must be an object", pointer: "")]) }
        if let role = members["role"], !(1...GroupWord.roleLengthMax).contains(role.stringValue?.count ?? 0) {
            throw Problem.validation([Problem.Fault("must be a text of 1 to \(GroupWord.roleLengthMax) characters", pointer: "/role")])
        }
        return try await place(context, role: members["role"]?.stringValue, isLeaving: false)
    }

    @Sendable private func leave(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await place(context, role: nil, isLeaving: true)
    }

    private func place(_ context: ServiceContext, role: String?, isLeaving: Bool) async throws -> JSONResponse {
        let id = try context.pathText("id")
        guard try await groups.group(id) != nil else { throw Problem.notFound("group") }
        let word = GroupWord(
            groupId: id, profileId: try context.id("profile", kind: "profile"), role: role, isLeaving: isLeaving, at: clock.now(),
            source: try context.requirePrincipal().source)
        guard try await groups.state(word, action: isLeaving ? "group.leave" : "group.join", by: context) else {
            throw Problem.notFound("profile")
        }
        guard let found = try await groups.group(id) else { throw Problem.notFound("group") }
        return try await access.answer(context) { $0.group(found).json }
    }

    /// - Throws: ``Problem/validation(_:)``.
    private static func word(_ body: JSONValue, group: String, source: String, at now: Instant) throws -> GroupWord {
        var faults: [Problem.Fault] = []
        if group.count > idLengthMax { faults.append(Problem.Fault("at most \(idLengthMax) characters", pointer: "")) }
        for name in body.objectValue?.keys.elements ?? [] where !["kind", "traits", "reason"].contains(name) {
            faults.append(Problem.Fault("is not known here", pointer: "/" + name))
        }
        let kind = body["kind"]
        if let kind, !(kind.stringValue.map { WordShape.groupKind.holds($0) } ?? false) {
            faults.append(Problem.Fault("must be 1 to \(GroupWord.kindLengthMax) of a-z, 0-9, - and _", pointer: "/kind"))
        }
        if let traits = body["traits"], traits.objectValue == nil { faults.append(Problem.Fault("must be an object", pointer: "/traits")) }
        if let reason = body["reason"], !(0...TraitRoutes.reasonLengthMax).contains(reason.stringValue?.count ?? -1) {
            faults.append(Problem.Fault("must be a text of at most \(TraitRoutes.reasonLengthMax) characters", pointer: "/reason"))
        }
        if body["kind"] == nil, body["traits"] == nil { faults.append(Problem.Fault("needs kind or traits", pointer: "")) }
        guard faults.isEmpty else { throw Problem.validation(faults) }
        return GroupWord(
            groupId: group, profileId: nil, kind: kind?.stringValue, traits: body["traits"]?.objectValue ?? [:], at: now, source: source,
            reason: body["reason"]?.stringValue)
    }
}

extension PageRequest {
    /// The one text a list goes on after.
    /// - Throws: ``Problem/badRequest(_:errors:)``.
    func textKey() throws -> String? {
        guard let after else { return nil }
        guard case .text(let text)? = Keyset(encoded: after, count: 1)?.values.first else {
            throw Problem.badRequest("after is not what an earlier page gave as next.")
        }
        return text
    }
}

extension GroupDirectory.Found {
    var json: JSONValue {
        [
            "id": .string(id), "kind": .string(kind), "memberCount": .integer(memberCount), "firstSeen": .string(firstSeen.rfc3339),
            "lastSeen": .string(lastSeen.rfc3339),
            "traits": .object(JSONObject(uniqueKeysWithValues: traits.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
        ]
    }
}

extension GroupDirectory.Member {
    var json: JSONValue {
        var members: JSONObject = ["profileId": .string(profile.rawValue)]
        for (name, value) in membership.json { members[name] = value }
        return .object(members)
    }
}

extension GroupDirectory.Place {
    var json: JSONValue {
        var members: JSONObject = ["group": group.json]
        for (name, value) in membership.json { members[name] = value }
        return .object(members)
    }
}

extension GroupMembership {
    var json: JSONObject {
        var members: JSONObject = ["since": .string(since.rfc3339), "source": .string(source)]
        if let role { members["role"] = .string(role) }
        return members
    }
}
