import CommonModels
import HTTPTypes
import Hummingbird
import ServiceKit

/// What Segment's clients for browsers and telephones ask for before they send: where to, with which key. They are told of no
/// destinations beside us, and to measure nothing of themselves. For pages of the same origins as events.
struct ClientSettingsRoutes: Sendable {
    static let prefix = "/v1/projects/"
    static let openPaths = [prefix + "*"]

    let access: AccessControl
    /// Where clients reach this service.
    let publicURL: String

    func add(to router: Router<ServiceContext>) { router.get("/v1/projects/:key/settings", use: show) }

    /// Kept for five minutes: a key that was revoked is not asked for much longer.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) throws -> JSONResponse {
        let key = try context.parameters.require("key")
        let principal = try access.principal(ofKey: key)
        // Any other key would be told to everybody who opens the page.
        guard case .writeKey = principal.kind else { throw Problem.forbidden("Only a write key may stand in a page or an app.") }
        return JSONResponse(json: Self.settings(key: key, publicURL: publicURL), headers: [.cacheControl: "private, max-age=300"])
    }

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
}
