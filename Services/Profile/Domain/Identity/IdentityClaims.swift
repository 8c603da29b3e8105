package import CommonModels

/// The identities one call states of one person.
package struct IdentityClaims: Hashable, Sendable {
    /// Values of one call; more are not read.
    package static let keysMax = 20

    /// A value that was stated and identifies nobody.
    package struct Refused: Hashable, Sendable {
        package let namespace: IdentityNamespace
        package let reason: IdentityRefusal
    }

    /// The strongest namespace first.
    package private(set) var keys: [IdentityKey] = []
    /// alias: what `previousId` may name, known or anonymous; the sender says it is the same person as `userId`.
    package private(set) var aliases: [IdentityKey] = []
    package private(set) var refused: [Refused] = []
    /// Whether the sender may say that two known people are one: servers may, whoever holds the public key of a page may not.
    package var mayJoinPeople = true

    /// - Parameters:
    ///   - traits: of identify.
    ///   - context: identities the call's context names; see ``ContextIdentities``.
    package init(
        userId: String?, anonymousId: String?, previousId: String? = nil, traits: JSONObject? = nil,
        context: [(namespace: IdentityNamespace, value: String)] = [], rules: IdentityRules
    ) {
        if let userId { add(userId, rules.userId, rules) }
        if let anonymousId { add(anonymousId, rules.anonymousId, rules) }
        if let traits {
            for (name, definition) in rules.traits { if let text = traits[name].flatMap(Self.text) { add(text, definition, rules) } }
        }
        for (namespace, value) in context { if let definition = rules[namespace] { add(value, definition, rules) } }
        if keys.count > 1 { order(by: rules) }
        if let previousId {
            aliases = [rules.anonymousId, rules.userId].compactMap { try? rules.key($0, previousId) }
            if aliases.isEmpty { refused.append(Refused(namespace: .anonymousId, reason: .junk)) }
        }
    }

    /// Every key whose owner must be known before the call can be resolved.
    package var all: [IdentityKey] { aliases.isEmpty ? keys : keys + aliases }

    /// Leaves out what was put in quarantine since the call was read.
    package func without(_ quarantined: Set<IdentityKey>) -> IdentityClaims {
        guard !quarantined.isDisjoint(with: all) else { return self }
        var claims = self
        claims.keys.removeAll { quarantined.contains($0) }
        claims.aliases.removeAll { quarantined.contains($0) }
        return claims
    }

    private mutating func add(_ text: String, _ definition: NamespaceDefinition, _ rules: IdentityRules) {
        guard keys.count < Self.keysMax else { return }
        do throws(IdentityRefusal) {
            let key = try rules.key(definition, text)
            if !keys.contains(key) { keys.append(key) }
        } catch {
            refused.append(Refused(namespace: definition.namespace, reason: error))
        }
    }

    private mutating func order(by rules: IdentityRules) {
        func place(_ key: IdentityKey) -> Int { rules[key.namespace]?.priority ?? .max }
        guard zip(keys, keys.dropFirst()).contains(where: { place($0) > place($1) }) else { return }
        keys = keys.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
    }

    /// Whole numbers are taken as their text, which many senders do with ids and phones.
    private static func text(_ value: JSONValue) -> String? { value.stringValue ?? value.intValue.map { String($0) } }
}
