import CommonModels
import ProfileDomain
import StorageKit

/// Finds people by how an identity begins: in the order of the namespaces, then of the values. A person with several
/// such identities stands where the first of them stands, so that the pages of a search show everybody once.
///
/// Identities the reader may not read are found by the whole value alone: who knows an address may ask whose it is, who
/// does not cannot spell it out letter by letter.
struct ProfileSearch {
    /// A profile found, at the identity that says so.
    struct Hit {
        let id: ProfileID
        let key: IdentityKey
    }

    private let text: String
    /// In an order that no edit changes between two pages.
    private let definitions: [NamespaceDefinition]
    private let isHidden: @Sendable (IdentityNamespace) -> Bool

    init(_ text: String, definitions: [NamespaceDefinition], isHidden: @escaping @Sendable (IdentityNamespace) -> Bool = { _ in false }) {
        self.text = text
        self.isHidden = isHidden
        self.definitions = definitions.sorted { Self.place($0.namespace) < Self.place($1.namespace) }
    }

    /// Member numbers first, then devices, addresses, and the company's own namespaces by their keys.
    private static func place(_ namespace: IdentityNamespace) -> (Int, String) {
        let first: [IdentityNamespace] = [.userId, .anonymousId, .email, .phone, .deviceId, .loyaltyId]
        return (first.firstIndex(of: namespace) ?? first.count, namespace.rawValue)
    }

    /// - Parameter after: the identity the page before ended at.
    func hits(limit: Int, after: IdentityKey?, in transaction: any SQLTransaction) throws -> [Hit] {
        var hits: [Hit] = []
        for definition in definitions where after.map({ Self.place($0.namespace) <= Self.place(definition.namespace) }) ?? true {
            let namespace = definition.namespace
            if isHidden(namespace) {
                hits += try firstMatches(of: whole(of: definition, after: after, in: transaction), in: transaction)
                continue
            }
            var last = after.flatMap { $0.namespace == namespace ? $0.value : nil }
            while hits.count < limit {
                let found = try page(of: namespace, after: last, limit: limit, in: transaction)
                hits += try firstMatches(of: found, in: transaction)
                guard found.count == limit, let end = found.last else { break }
                last = end.key.value
            }
        }
        return Array(hits.prefix(limit))
    }

    static func pageSQL(isFirst: Bool) -> String {
        """
        SELECT value, profile_id FROM identity WHERE namespace = $1 AND value \(isFirst ? ">=" : ">") $2 AND value < $3
        ORDER BY value LIMIT $4
        """
    }

    private func whole(of definition: NamespaceDefinition, after: IdentityKey?, in transaction: any SQLTransaction) throws -> [Hit] {
        guard after?.namespace != definition.namespace, let value = wholeValue(of: definition) else { return [] }
        let key = IdentityKey(trusted: definition.namespace, value)
        return try IdentityStore.owner(of: key, in: transaction).map { [Hit(id: $0, key: key)] } ?? []
    }

    private func wholeValue(of definition: NamespaceDefinition) -> String? {
        // What cannot be a value of the namespace is nobody's.
        try? definition.normalization.normalized(text)
    }

    private func page(
        of namespace: IdentityNamespace, after last: String?, limit: Int, in transaction: any SQLTransaction
    ) throws -> [Hit] {
        let prefix = prefix(in: namespace)
        return try transaction.rows(
            Self.pageSQL(isFirst: last == nil), [namespace.rawValue, last ?? prefix, prefix + "\u{10FFFF}", limit]
        ).map { Hit(id: try $0.id("profile_id"), key: IdentityKey(trusted: namespace, try $0.text("value"))) }
    }

    /// Leaves out who stood at an earlier identity already.
    private func firstMatches(of hits: [Hit], in transaction: any SQLTransaction) throws -> [Hit] {
        let rows = try transaction.rows(
            "SELECT profile_id, namespace, value FROM identity WHERE profile_id IN", in: Set(hits.map(\.id.rawValue)))
        var first: [ProfileID: IdentityKey] = [:]
        for row in rows {
            let namespace = IdentityNamespace(rawValue: try row.text("namespace"))
            let key = IdentityKey(trusted: namespace, try row.text("value"))
            guard matches(key) else { continue }
            let id: ProfileID = try row.id("profile_id")
            if first[id].map({ Self.precedes(key, $0) }) ?? true { first[id] = key }
        }
        return hits.filter { first[$0.id] == $0.key }
    }

    /// The order of the pages; of values it is the database's, by bytes.
    private static func precedes(_ left: IdentityKey, _ right: IdentityKey) -> Bool {
        guard left.namespace == right.namespace else { return place(left.namespace) < place(right.namespace) }
        return left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
    }

    private func matches(_ key: IdentityKey) -> Bool {
        guard isHidden(key.namespace) else { return key.value.utf8.starts(with: prefix(in: key.namespace).utf8) }
        return definitions.first { $0.namespace == key.namespace }.flatMap(wholeValue) == key.value
    }

    private func prefix(in namespace: IdentityNamespace) -> String {
        definitions.first { $0.namespace == namespace }?.normalization.prefix(text) ?? text
    }
}
