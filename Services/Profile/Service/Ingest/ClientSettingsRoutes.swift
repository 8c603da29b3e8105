import CommonModels
import HTTPTypes
import Hummingbird
import ServiceKit

/// What clients for browsers and telephones ask for before they send, Segment's (`/v1/projects/{key}/settings`) and RudderStack's
/// (`/sourceConfig`). They are told of no destinations beside us, and to measure nothing of themselves. For pages of the same origins as
/// events.
struct ClientSettingsRoutes: Sendable {
    private static let projects = "/v1/projects/"
    private static let source = "/sourceConfig"
    /// RudderStack's clients end theirs with a slash.
    static let openPaths = [projects + "*", source, source + "/"]

    static func isPath(_ path: String) -> Bool { path.hasPrefix(projects) || path.hasPrefix(source) }

    let access: AccessControl
    /// Where clients reach this service.
    let publicURL: String

    func add(to router: Router<ServiceContext>) {
        router.get("/v1/projects/:key/settings", use: showSettings).get("/sourceConfig", use: showSource)
    }

    @Sendable private func showSettings(_ request: Request, _ context: ServiceContext) throws -> JSONResponse {
        let key = try context.parameters.require("key")
        _ = try source(access.principal(ofKey: key))
        return answer(Self.settings(key: key, publicURL: publicURL))
    }

    /// The key as the user of Basic authentication, or as `writeKey` in the address.
    @Sendable private func showSource(_ request: Request, _ context: ServiceContext) throws -> JSONResponse {
        let caller = context.principal.flatMap { $0.kind == .person ? nil : $0 }
        let principal = try caller ?? access.principal(ofKey: request.query("writeKey") ?? "")
        return answer(Self.source(id: principal.id, named: try source(principal)))
    }

    /// Any other key would be told to everybody who opens the page.
    private func source(_ principal: Principal) throws -> String {
        guard case .writeKey(let source) = principal.kind else {
            throw Problem.forbidden("Only a write key may stand in a page or an app.")
        }
        return source
    }

    /// Kept for five minutes: a key that was revoked is not asked for much longer.
    private func answer(_ json: JSONValue) -> JSONResponse { JSONResponse(json: json, headers: [.cacheControl: "private, max-age=300"]) }

    static func settings(key: String, publicURL: String) -> JSONValue {
        let parts = publicURL.split(separator: "://", maxSplits: 1)
        let host = parts.last.map { $0.hasSuffix("/") ? $0.dropLast() : $0 } ?? ""
        let everything: JSONValue = ["__default": ["enabled": true, "integrations": [:]]]
        return [
            "integrations": [
                "Segment.io": [
                    "apiKey": .string(key), "apiHost": .string(host + "/v1"), "protocol": .string(parts.first.map(String.init) ?? "https"),
                ]
            ],
            "plan": ["track": everything, "identify": everything, "group": everything],
            "edgeFunction": [:], "middlewareSettings": [:], "enabledMiddleware": [:], "remotePlugins": [],
            "metrics": ["sampleRate": 0], "analyticsNextEnabled": true, "legacyVideoPluginsEnabled": false,
        ]
    }

    static func source(id: String, named name: String) -> JSONValue {
        let nothing: JSONValue = ["enabled": false]
        return [
            "source": [
                "id": .string(id), "name": .string(name), "enabled": true, "workspaceId": "maru",
                "config": ["statsCollection": ["errors": nothing, "metrics": nothing]],
                "destinations": [], "connections": [], "dataplanes": [:],
            ]
        ]
    }
}
