package import CommonModels
package import HTTPTypes
package import HummingbirdTesting
package import NIOCore
package import ServiceKit

extension TestInstallation {
    /// Sends a request. - Parameter key: an API key; the administrator's if not given; nil for none.
    @discardableResult
    package func send(
        _ method: HTTPRequest.Method, _ path: String, key: String?, headers: HTTPFields = [:], body: ByteBuffer? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let key { headers[.authorization] = "Bearer \(key)" }
        return try await client.execute(uri: path, method: method, headers: headers, body: body)
    }

    @discardableResult
    package func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await send(.get, path, key: keys.admin, headers: headers)
    }

    /// POST (or `method`) of JSON with the administrator's key.
    @discardableResult
    package func post(
        _ path: String, _ json: JSONValue, method: HTTPRequest.Method = .post, key: String? = nil, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await send(method, path, key: key ?? keys.admin, headers: headers, body: ByteBuffer(string: json.serialized))
    }

    /// A signed-in person's headers: the cookie, and the form token for changes.
    package func session(of roles: [Role]) async throws -> HTTPFields {
        let (user, _) = try keys.person(roles, login: "\(roles.map(\.rawValue).joined(separator: "-"))@example.com")
        let secret = try SecretFolder(path: settings.secretFolder).secret(named: "session.key")
        let session = SessionSigner(secret: secret).issue(to: user, at: time.clock.now())
        return [.cookie: "\(Session.cookieName)=\(session.cookieValue)", .csrfToken: session.csrfToken]
    }

    /// A token by which `caller` calls this service.
    package func token(of caller: ServiceName) async throws -> String {
        let secret = try SecretFolder(path: settings.secretFolder).secret(named: "service.key")
        return try await ServiceTokens(issuer: caller, secret: secret, clock: time.clock).token(for: settings.service)
    }
}
