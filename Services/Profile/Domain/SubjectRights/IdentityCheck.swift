package import CommonModels

/// How it was made sure that the person themselves asks, and by whom.
package struct IdentityCheck: Hashable, Sendable, Codable {
    package enum Method: String, Hashable, Sendable, Codable, CaseIterable {
        /// They asked while signed in.
        case signedIn
        /// They answered a message sent to the address we know.
        case replyFromKnownAddress
        case callBack
        case identityDocument
        /// Somebody they authorized, with the authority on file.
        case representative
    }

    package let method: Method
    /// Who checked: a user's or key's id.
    package let by: String
    package let at: Instant

    package init(method: Method, by: String, at: Instant) {
        self.method = method
        self.by = by
        self.at = at
    }
}
