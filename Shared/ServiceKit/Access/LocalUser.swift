package import CommonModels

/// A person with an account in the access file.
package struct LocalUser: Hashable, Sendable, Codable, Identifiable {
    package static let nameLengthMax = 120  // characters

    package let id: UserID
    /// What the person signs in with, e.g. an e-mail address; compared without case.
    package let login: String
    package var displayName: String
    package var roles: [Role]
    /// See ``PasswordHash``.
    package var password: PasswordHash
    package let createdAt: Instant

    package init(id: UserID, login: String, displayName: String, roles: [Role], password: PasswordHash, createdAt: Instant) {
        self.id = id
        self.login = login
        self.displayName = displayName
        self.roles = roles
        self.password = password
        self.createdAt = createdAt
    }

    package var scopes: Set<Scope> { roles.reduce(into: []) { $0.formUnion($1.scopes) } }
}
