/// A value in a namespace, by which a person can be known.
package struct IdentityKey: Hashable, Sendable, Comparable {
    package let namespace: IdentityNamespace
    /// Normalized by the namespace.
    package let value: String

    /// - Returns: nil when nothing is left after normalization or the value is known junk.
    package init?(_ namespace: IdentityNamespace, _ value: String) {
        guard let normalized = namespace.normalize(value), !JunkIdentities.contains(normalized, in: namespace) else { return nil }
        self.namespace = namespace
        self.value = normalized
    }

    /// For keys read back from our own tables.
    package init(trusted namespace: IdentityNamespace, _ value: String) {
        self.namespace = namespace
        self.value = value
    }

    package static func < (left: IdentityKey, right: IdentityKey) -> Bool {
        (left.namespace.rawValue, left.value) < (right.namespace.rawValue, right.value)
    }
}
