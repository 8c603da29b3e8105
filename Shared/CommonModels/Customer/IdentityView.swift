/// One way a person is known: a value in a namespace such as `userId`, `anonymousId` or `email`.
package struct IdentityView: Hashable, Sendable, Codable {
    package let namespace: String
    /// Normalized, e.g. a lower-case e-mail address.
    package let value: String
    package let firstSeen: Instant
    package let lastSeen: Instant

    package init(namespace: String, value: String, firstSeen: Instant, lastSeen: Instant) {
        self.namespace = namespace
        self.value = value
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}
