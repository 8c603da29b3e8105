import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit
import SubjectKit

/// `/v1/policies` and `/v1/retention`: what data is, what may be done with it, how long it is kept.
struct GovernanceRoutes: Sendable {
    let store: GovernanceStore
    let jobs: RetentionJobs

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/policies").get(use: showPolicies).get("inherited", use: showInherited)
            .post("check", use: check)
        router.requiring(.privacyManage, path: "/v1/policies").put(use: replacePolicies)
        router.requiring(.profileRead, path: "/v1/retention").get(use: showRetention)
        router.requiring(.privacyManage, path: "/v1/retention").put(use: replaceRetention).post("run", use: run)
    }

    @Sendable private func showPolicies(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let found = try await store.book()
        return answer(found.document.json, found.version)
    }

    /// `{items: [{field, label, from}]}`: labels computed traits have from what they are computed from.
    @Sendable private func showInherited(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await store.standing().inherited.map(\.json))])
    }

    @Sendable private func replacePolicies(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let book = try PolicyBook(stated: await request.jsonValue(context))
        let expected = try await expected(request) { try await store.book().version }
        return answer(book.json, try await store.replace(book, expecting: expected, by: context))
    }

    /// `{action, purpose?, channel?, fields}` → `{allowed, refusals: [{policy, field, label}]}`.
    @Sendable private func check(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let use = try DataUse(asked: await request.jsonValue(context))
        let refusals = try await store.standing().refusals(of: use)
        return JSONResponse(json: [
            "allowed": .bool(refusals.isEmpty),
            "refusals": .array(refusals.map(\.json)),
        ])
    }

    @Sendable private func showRetention(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let found = try await store.retention()
        return answer(found.document.json, found.version)
    }

    @Sendable private func replaceRetention(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let rules = try RetentionRules(json: await request.jsonValue(context))
        let expected = try await expected(request) { try await store.retention().version }
        return answer(rules.json, try await store.replace(rules, expecting: expected, by: context))
    }

    /// Starts what otherwise starts once a day.
    @Sendable private func run(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.accepted, JobView(await jobs.start(by: context.actor)))
    }

    /// The version in `If-Match`; with `*` whichever it is.
    private func expected(_ request: Request, _ present: () async throws -> Int64) async throws -> Int64 {
        if let told = try request.expectedVersion() { return Int64(told) }
        return try await present()
    }

    private func answer(_ document: JSONValue, _ version: Int64) -> JSONResponse {
        var members: JSONObject = ["version": .integer(version)]
        members.merge(document.objectValue ?? [:]) { $1 }
        return JSONResponse(json: .object(members), headers: [.eTag: EntityTag.text(version: Int(version))])
    }
}

extension DataUse {
    fileprivate static let fieldsMax = 500

    /// - Throws: ``GovernanceError/invalid(pointer:expected:)``.
    fileprivate init(asked json: JSONValue) throws {
        guard let action = json["action"]?.stringValue.flatMap({ DataAction(rawValue: $0) }) else {
            let names = DataAction.allCases.map(\.rawValue).joined(separator: ", ")
            throw GovernanceError.invalid(pointer: "/action", expected: "must be one of \(names)")
        }
        guard let listed = json["fields"]?.arrayValue, listed.count <= Self.fieldsMax else {
            throw GovernanceError.invalid(pointer: "/fields", expected: "must be an array of at most \(Self.fieldsMax) fields")
        }
        let fields = listed.compactMap { $0.stringValue.flatMap { DataField(text: $0) } }
        guard fields.count == listed.count else {
            throw GovernanceError.invalid(pointer: "/fields", expected: "must hold fields such as trait:email")
        }
        var purpose: Purpose?
        if let told = json["purpose"] {
            purpose = told.stringValue.flatMap { Purpose(rawValue: $0) }
            guard purpose != nil else { throw GovernanceError.invalid(pointer: "/purpose", expected: "must be a purpose") }
        }
        var channel: Channel?
        if let told = json["channel"] {
            channel = told.stringValue.flatMap { Channel(rawValue: $0) }
            guard channel != nil else { throw GovernanceError.invalid(pointer: "/channel", expected: "must be a channel") }
        }
        self.init(action, purpose: purpose, channel: channel, fields: fields)
    }
}
