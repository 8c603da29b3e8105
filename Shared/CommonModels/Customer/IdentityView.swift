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

extension Sequence where Element == IdentityView {
    /// The user id that experiments and the holdout hash in every service: the one seen first, so that a later one moves
    /// nobody to another arm. Nil for somebody who never signed in.
    package var firstUserID: String? {
        self.filter { $0.namespace == "userId" }.min { ($0.firstSeen, $0.value) < ($1.firstSeen, $1.value) }?.value
    }
}
