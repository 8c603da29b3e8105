import CommonModels
import HTTPTypes
import Hummingbird
import ReportingDomain
import ServiceKit

/// The KPI catalogue and its targets over HTTP.
struct KPIRoutes {
    let store: KPIStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.reportingRead, path: "/v1/kpis").get(use: list).get(":key", use: show).get(":key/versions", use: versions)
        router.requiring(.reportingWrite, path: "/v1/kpis").post(use: create).put(":key", use: replace)
        router.requiring(.reportingRead, path: "/v1/targets").get(":quarter", use: targets)
        router.requiring(.reportingWrite, path: "/v1/targets").put(":quarter", use: setTargets)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await store.all().map(Self.json))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let record = try await store.versions(of: context.text("key"))[0]
        return JSONResponse(json: Self.json(record), headers: [.eTag: EntityTag.text(version: record.version)])
    }

    @Sendable private func versions(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await store.versions(of: context.text("key")).map(Self.json))])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let definition = try Self.definition(await request.jsonValue(context))
        let record = try await store.create(definition, by: context.requirePrincipal())
        return JSONResponse(
            .created, json: Self.json(record),
            headers: [.location: "/v1/kpis/" + definition.key, .eTag: EntityTag.text(version: record.version)])
    }

    @Sendable private func replace(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let definition = try Self.definition(await request.jsonValue(context))
        let key = try context.text("key")
        guard definition.key == key else { throw KPIError.keyMismatch(expected: key, found: definition.key) }
        let record = try await store.replace(definition, ifVersion: request.expectedVersion(), by: context.requirePrincipal())
        return JSONResponse(json: Self.json(record), headers: [.eTag: EntityTag.text(version: record.version)])
    }

    @Sendable private func targets(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let quarter = try Self.quarter(context.text("quarter"))
        return JSONResponse(json: Self.json(try await store.targets(of: quarter), quarter))
    }

    /// `{"revenue":"400000000","opt-out-rate":"0.0035","reach":null}`: null takes a target away, others stay.
    @Sendable private func setTargets(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let quarter = try Self.quarter(context.text("quarter"))
        guard let members = try await request.jsonValue(context).objectValue else {
            throw Problem.validation([.init("must be an object of KPI key to target", pointer: "")])
        }
        let targets = try members.map { key, value in (key, try Self.target(value, key: key)) }
        try await store.setTargets(Dictionary(targets) { $1 }, of: quarter, by: context.requirePrincipal())
        return JSONResponse(json: Self.json(try await store.targets(of: quarter), quarter))
    }

    static func quarter(_ text: String) throws -> Quarter {
        guard let quarter = Quarter(text) else { throw KPIError.badQuarter(text) }
        return quarter
    }

    static func target(_ value: JSONValue, key: String) throws -> DecimalAmount? {
        if value.isNull { return nil }
        guard let target = DecimalAmount(value), target >= .zero else { throw KPIError.badTarget(key) }
        return target
    }

    static func definition(_ json: JSONValue) throws -> KPIDefinition {
        do {
            return try KPIDefinition(json: json)
        } catch {
            throw KPIError.invalid(error)
        }
    }

    private static func json(_ record: KPIRecord) -> JSONValue {
        var members = record.definition.json.objectValue ?? [:]
        members["version"] = .integer(Int64(record.version))
        members["changedAt"] = .string(record.changedAt.rfc3339)
        return .object(members)
    }

    private static func json(_ targets: [String: DecimalAmount], _ quarter: Quarter) -> JSONValue {
        var members: JSONObject = [:]
        for (key, target) in targets.sorted(by: { $0.key < $1.key }) { members[key] = .string(DecimalText.text(target.units, digits: 4)) }
        return ["quarter": .string(quarter.description), "targets": .object(members)]
    }
}
