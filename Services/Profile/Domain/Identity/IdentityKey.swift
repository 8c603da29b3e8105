import CommonModels

/// A value in a namespace, by which a person can be known. ``IdentityRules/key(_:_:)-(NamespaceDefinition,_)`` makes them.
package struct IdentityKey: Hashable, Sendable, Comparable {
    package let namespace: IdentityNamespace
    /// Normalized by the namespace.
    package let value: String
    /// Made once: a key is looked up a dozen times on its way into the tables.
    private let hash: Int

    /// For keys that are normalized already, such as those in our own tables.
    package init(trusted namespace: IdentityNamespace, _ value: String) {
        self.namespace = namespace
        self.value = value
        var hasher = Hasher()
        hasher.combine(namespace.rawValue)
        hasher.combine(value)
        hash = hasher.finalize()
    }

    package static func == (left: IdentityKey, right: IdentityKey) -> Bool {
        left.hash == right.hash && left.value == right.value && left.namespace.rawValue == right.namespace.rawValue
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// `hash` is a keyed hash of the whole key, which nobody outside can aim at.
    package func _rawHashValue(seed: Int) -> Int { FibonacciHash.value(of: UInt64(bitPattern: Int64(hash)), seed: seed) }

    /// `email:a@b.kr`
    package var text: String { namespace.rawValue + ":" + value }

    package static func < (left: IdentityKey, right: IdentityKey) -> Bool {
        (left.namespace.rawValue, left.value) < (right.namespace.rawValue, right.value)
    }
}

extension IdentityKey {
    /// The identity people write: normalized as the built-in namespaces are, values of the company's own taken as they are.
    package init?(named namespace: String, _ value: String) {
        guard let namespace = IdentityNamespace(key: namespace) else { return nil }
        if IdentityRules.builtIn[namespace] != nil {
            guard let key = IdentityRules.builtIn.key(namespace, value) else { return nil }
            self = key
        } else {
            guard let text = try? IdentityNormalization.exact.normalized(value) else { return nil }
            self.init(trusted: namespace, text)
        }
    }
}
