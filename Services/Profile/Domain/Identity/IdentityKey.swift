/// A value in a namespace, by which a person can be known. ``IdentityRules/key(_:_:)-(NamespaceDefinition,_)`` makes them.
package struct IdentityKey: Hashable, Sendable, Comparable {
    package let namespace: IdentityNamespace
    /// Normalized by the namespace.
    package let value: String

    /// For keys that are normalized already, such as those in our own tables.
    package init(trusted namespace: IdentityNamespace, _ value: String) {
        self.namespace = namespace
        self.value = value
    }

    /// `email:a@b.kr`
    package var text: String { namespace.rawValue + ":" + value }

    package static func < (left: IdentityKey, right: IdentityKey) -> Bool {
        (left.namespace.rawValue, left.value) < (right.namespace.rawValue, right.value)
    }
}
