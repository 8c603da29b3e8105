/// Everything that decides whether a stated value is an identity: the namespaces and the junk list, at one version.
package struct IdentityRules: Sendable {
    /// Counts up with every change; 0 is what is built in.
    package let version: Int64
    /// The strongest first.
    package let definitions: [NamespaceDefinition]
    package private(set) var junk: JunkIdentities
    /// Traits that carry identities.
    package let traits: [(name: String, definition: NamespaceDefinition)]
    package let userId: NamespaceDefinition
    package let anonymousId: NamespaceDefinition
    private let byNamespace: [IdentityNamespace: NamespaceDefinition]

    package static let builtIn = IdentityRules(version: 0, definitions: [], junk: JunkIdentities(JunkIdentities.builtIn))

    /// - Parameter definitions: those that differ from, or join, what is built in.
    package init(version: Int64, definitions: [NamespaceDefinition], junk: JunkIdentities) {
        var byNamespace = Dictionary(uniqueKeysWithValues: NamespaceDefinition.builtIn.map { ($0.namespace, $0) })
        for definition in definitions { byNamespace[definition.namespace] = definition }
        self.version = version
        self.byNamespace = byNamespace
        self.junk = junk
        self.definitions = byNamespace.values.sorted { ($0.priority, $0.namespace) < ($1.priority, $1.namespace) }
        traits = self.definitions.compactMap { definition in definition.trait.map { ($0, definition) } }
        let exact = NamespaceDefinition.builtIn[0]
        userId = byNamespace[.userId] ?? exact
        anonymousId = byNamespace[.anonymousId] ?? exact
    }

    package subscript(namespace: IdentityNamespace) -> NamespaceDefinition? { byNamespace[namespace] }

    /// The identity a text is in a namespace.
    package func key(_ definition: NamespaceDefinition, _ text: String) throws(IdentityRefusal) -> IdentityKey {
        let value = try definition.normalization.normalized(text)
        if junk.contains(value, in: definition) { throw .junk }
        return IdentityKey(trusted: definition.namespace, value)
    }

    /// The same by name, for look-ups; nil when no identity can be that.
    package func key(_ namespace: IdentityNamespace, _ text: String) -> IdentityKey? {
        guard let definition = self[namespace] else { return nil }
        return try? key(definition, text)
    }

    package mutating func quarantine(_ key: IdentityKey) { junk.insert(key) }
}
