import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

extension IdentityDesk {
    func junk(origin: JunkStore.Origin?, limit: Int, after: Keyset?) async throws -> [JunkStore.Entry] {
        try await database.read { try JunkStore.page(origin: origin, limit: limit, after: after, in: $0) }
    }

    /// Puts a value on the list. Whoever has it loses it, and the feed says so.
    /// - Parameter namespace: a namespace, or `*` for every one but those of addresses.
    /// - Throws: ``IdentityRuleError``
    func addJunk(_ namespace: String, _ value: String, note: String, by actor: IdentityActor, at now: Instant) async throws
        -> JunkStore.Entry
    {
        return try await database.write { [audit] transaction in
            try transaction.serialize(on: "profile-identity")
            guard try JunkStore.count(in: transaction) < JunkIdentities.countMax else { throw IdentityRuleError.tooMuchJunk }
            let rules = try IdentityRulesStore.definitions(in: transaction)
            let normalized = try Self.normalized(namespace, value, rules)
            let item = JunkList.Item(namespace: namespace, value: normalized, note: note)
            let entry = try list(item, rules, by: actor, at: now, in: transaction)
            try audit.record(
                actor: actor.id, action: "identity.junk.add", object: namespace,
                detail: actor.detail(["value": .string(entry.value), "note": .string(note)]), in: transaction)
            return entry
        }
    }

    /// Puts a normalized value on the list and takes it from whoever has it.
    @discardableResult
    func list(
        _ item: JunkList.Item, _ rules: IdentityRules, by actor: IdentityActor, at now: Instant, in transaction: any SQLTransaction
    ) throws -> JunkStore.Entry {
        let entry = JunkStore.Entry(
            namespace: item.namespace, value: item.value.lowercased(), origin: .list, note: item.note, profiles: nil, at: now,
            addedBy: actor.id)
        try JunkStore.add(entry, in: transaction)
        for definition in rules.definitions where Self.concerns(item.namespace, definition) {
            let key = IdentityKey(trusted: definition.namespace, item.value)
            guard let owner = try IdentityStore.owner(of: key, in: transaction) else { continue }
            try IdentityWatch.takeAway(key, in: transaction)
            var change = ProfileChange(profileId: owner)
            change.removedIdentities = [key]
            try feed.publish([change.feedEvent(at: now)].compactMap(\.self), in: transaction)
        }
        return entry
    }

    /// Lets a value identify people again. It begins anew: nobody has it, and who stated it is forgotten.
    /// - Throws: ``IdentityRuleError/notOnTheList``
    func removeJunk(_ namespace: String, _ value: String, by actor: IdentityActor) async throws {
        try await database.write { [audit] transaction in
            try transaction.serialize(on: "profile-identity")
            guard try JunkStore.remove(namespace, value.lowercased(), in: transaction) else { throw IdentityRuleError.notOnTheList }
            try audit.record(
                actor: actor.id, action: "identity.junk.remove", object: namespace, detail: actor.detail(["value": .string(value)]),
                origin: actor.origin, in: transaction)
        }
    }

    func conflicts(limit: Int, after: Keyset?) async throws -> [IdentityConflictStore.Entry] {
        try await database.read { try IdentityConflictStore.page(limit: limit, after: after, in: $0) }
    }

    func refusals(days: Int, now: Instant) async throws -> [IdentityRefusals.Entry] {
        try await database.read { try IdentityRefusals.recent(days: Int64(days), now: now, in: $0) }
    }

    /// The identity a `namespace:value` of a query names.
    /// - Throws: ``Problem/badRequest(_:errors:)``
    func key(_ text: String) async throws -> IdentityKey {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let namespace = IdentityNamespace(key: parts[0]) else {
            throw Problem.badRequest("identity must be namespace:value, e.g. email:a@b.kr.")
        }
        let rules = try await database.read { try IdentityRulesStore.definitions(in: $0) }
        return rules.key(namespace, parts[1]) ?? IdentityKey(trusted: namespace, parts[1])
    }

    private static func concerns(_ namespace: String, _ definition: NamespaceDefinition) -> Bool {
        namespace == JunkIdentities.anyNamespace ? definition.holder != .contact : namespace == definition.namespace.rawValue
    }

    private static func normalized(_ namespace: String, _ value: String, _ rules: IdentityRules) throws -> String {
        let normalization: IdentityNormalization
        if namespace == JunkIdentities.anyNamespace {
            normalization = .exact
        } else if let definition = IdentityNamespace(key: namespace).flatMap({ rules[$0] }) {
            normalization = definition.normalization
        } else {
            throw IdentityRuleError.invalid([Problem.Fault("a namespace, or *", pointer: "/namespace")])
        }
        do throws(IdentityRefusal) {
            return try normalization.normalized(value)
        } catch {
            throw IdentityRuleError.invalid([Problem.Fault("no value of this namespace: \(error.code)", pointer: "/value")])
        }
    }
}
