package import CommonModels

/// Who asks: an application's key, a person, or another of our services.
package struct Principal: Sendable {
    package enum Kind: Hashable, Sendable {
        /// May only ingest; events it sends carry the source's name.
        case writeKey(source: String)
        case serverKey
        case person
        case service(ServiceName)
    }

    package let kind: Kind
    /// Stable over restarts: key id, user id or service name. Goes into the audit log.
    package let id: String
    /// For pages. Personal data when `kind` is `person`: never logged.
    package let displayName: String
    package let scopes: Set<Scope>
    package let roles: Set<Role>
    /// Requests this principal may still send; nil for no limit.
    let bucket: TokenBucket?

    package init(kind: Kind, id: String, displayName: String, scopes: Set<Scope>, roles: Set<Role> = [], bucket: TokenBucket? = nil) {
        self.kind = kind
        self.id = id
        self.displayName = displayName
        self.scopes = scopes
        self.roles = roles
        self.bucket = bucket
    }

    package func may(_ scope: Scope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }

    /// - Throws: ``Problem/forbidden(_:)`` naming the scope that is missing.
    package func require(_ scope: Scope) throws {
        guard may(scope) else {
            var problem = Problem.forbidden("The scope \(scope.rawValue) is needed.")
            problem.extensions["scope"] = .string(scope.rawValue)
            throw problem
        }
    }

    /// The source of events it sends: the key's name, or the service's; of a person the id, which is no personal data.
    package var source: String {
        switch kind {
        case .writeKey(let source): source
        case .service(let name): name.rawValue
        case .serverKey: displayName
        case .person: id
        }
    }
}
