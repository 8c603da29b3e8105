package import CommonModels

/// Who did what to which object, when, from where; chained to the entry before by its hash.
package struct AuditEntry: Hashable, Sendable, Codable {
    /// 1, 2, 3 … without gaps.
    package let sequence: Int64
    package let at: Instant
    /// A key id, user id or service name.
    package let actor: String
    /// A verb of the glossary, e.g. `segment.activate`.
    package let action: String
    /// The id of what was changed.
    package let object: String
    /// The address the request came from; empty for work of the service itself.
    package let origin: String
    package let detail: JSONValue
    /// SHA-256 over the hash before and all of the above, hexadecimal.
    package let hash: String

    package init(
        sequence: Int64, at: Instant, actor: String, action: String, object: String, origin: String, detail: JSONValue, hash: String
    ) {
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.action = action
        self.object = object
        self.origin = origin
        self.detail = detail
        self.hash = hash
    }
}
