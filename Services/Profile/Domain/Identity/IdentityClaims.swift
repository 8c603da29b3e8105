/// The identities one call states of one person.
package struct IdentityClaims: Hashable, Sendable {
    package let userId: IdentityKey?
    package let anonymousId: IdentityKey?
    package let email: IdentityKey?
    /// alias: an id, known or anonymous, that the sender says is the same person as `userId`.
    package let aliases: [IdentityKey]
    /// Every key whose owner must be known before the call can be resolved.
    package let keys: [IdentityKey]

    package init(userId: String?, anonymousId: String?, email: String? = nil, previousId: String? = nil) {
        self.userId = userId.flatMap { IdentityKey(.userId, $0) }
        self.anonymousId = anonymousId.flatMap { IdentityKey(.anonymousId, $0) }
        self.email = email.flatMap { IdentityKey(.email, $0) }
        aliases = previousId.map { id in [IdentityKey(.anonymousId, id), IdentityKey(.userId, id)].compactMap(\.self) } ?? []
        keys = [self.userId, self.anonymousId, self.email].compactMap(\.self) + aliases
    }
}
