/// Values that many people share and that must never join two of them.
package struct JunkIdentities: Hashable, Sendable {
    package static let countMax = 100_000  // values of an installation
    /// Stands for every namespace that names no way to reach somebody.
    package static let anyNamespace = "*"

    /// What every installation begins with, all editable: ids, addresses and Korean numbers typed to get past a form.
    package static let builtIn: [(namespace: String, value: String)] =
        [
            "0", "-1", "null", "(null)", "nil", "none", "undefined", "unknown", "anonymous", "guest", "test", "n/a", "nan", "true",
            "false", "00000000-0000-0000-0000-000000000000", "0000000000",
        ].map { (anyNamespace, $0) }
        + [
            "test@test.com", "test@example.com", "noreply@example.com", "no@email.com", "none@none.com", "a@a.com", "abc@abc.com",
            "noemail@noemail.com", "null@null.com", "unknown@unknown.com", "email@email.com", "asdf@asdf.com", "guest@guest.com",
        ].map { ("email", $0) }
        + ["+821000000000", "+821012345678", "+821011111111", "+821099999999"].map { ("phone", $0) }

    private var everywhere: Set<String> = []
    private var byNamespace: [IdentityNamespace: Set<String>] = [:]
    package private(set) var count = 0

    package init(_ values: some Sequence<(namespace: String, value: String)>) {
        for (namespace, value) in values { insert(value.lowercased(), namespace) }
    }

    /// - Parameter value: already normalized; letter case makes no difference.
    package func contains(_ value: String, in definition: NamespaceDefinition) -> Bool {
        let own = byNamespace[definition.namespace]
        if own == nil, definition.holder == .contact { return false }
        let lowered = value.lowercased()
        if let own, own.contains(lowered) { return true }
        return definition.holder != .contact && everywhere.contains(lowered)
    }

    package mutating func insert(_ key: IdentityKey) { insert(key.value.lowercased(), key.namespace.rawValue) }

    private mutating func insert(_ value: String, _ namespace: String) {
        let isNew =
            namespace == Self.anyNamespace
            ? everywhere.insert(value).inserted : byNamespace[IdentityNamespace(rawValue: namespace), default: []].insert(value).inserted
        if isNew { count += 1 }
    }
}
