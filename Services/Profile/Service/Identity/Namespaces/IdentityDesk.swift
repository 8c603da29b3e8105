import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Reads and edits what decides which values are identities; every edit is audited and raises the version of the rules.
struct IdentityDesk: Sendable {
    let database: any Database
    let feed: Feed
    let audit: AuditLog

    func namespaces() async throws -> [NamespaceView] {
        try await database.read { try IdentityRulesStore.all(in: $0) }
    }

    /// - Throws: ``IdentityRuleError/noSuchNamespace``
    func namespace(_ namespace: IdentityNamespace) async throws -> NamespaceView {
        guard let view = try await namespaces().first(where: { $0.namespace == namespace }) else { throw IdentityRuleError.noSuchNamespace }
        return view
    }

    /// Makes or replaces a namespace.
    /// - Parameter version: the one that was read; nil for whatever is there.
    /// - Throws: ``IdentityRuleError``; then nothing is changed.
    func put(
        _ document: NamespaceDocument, as namespace: IdentityNamespace, version: Int?, by actor: IdentityActor, at now: Instant
    ) async throws -> NamespaceView {
        return try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            let all = try IdentityRulesStore.all(in: transaction)
            let present = all.first { $0.namespace == namespace }
            try Self.check(document.definition(of: namespace), present, all, version, in: transaction)
            let view = NamespaceView(
                namespace: namespace, isBuiltIn: NamespaceDefinition.isBuiltIn(namespace), version: (present?.version ?? 0) + 1,
                definition: document)
            try IdentityRulesStore.save(view, at: now, by: actor.id, in: transaction)
            try audit.record(
                actor: actor.id, action: "identity.namespace.put", object: namespace.rawValue,
                detail: actor.detail(try JSONValue(parsing: EncodedJSON.text(document))), origin: actor.origin, in: transaction)
            return view
        }
    }

    private static func check(
        _ definition: NamespaceDefinition, _ present: NamespaceView?, _ all: [NamespaceView], _ version: Int?,
        in transaction: any SQLTransaction
    ) throws {
        if let version, version != present?.version ?? 0 { throw IdentityRuleError.changedMeanwhile(version: present?.version ?? 0) }
        if present == nil, all.count >= NamespaceDefinition.countMax { throw IdentityRuleError.tooManyNamespaces }
        var faults = definition.faults.map { Problem.Fault($0.detail, pointer: $0.pointer) }
        if let trait = definition.trait, all.contains(where: { $0.namespace != definition.namespace && $0.definition.trait == trait }) {
            faults.append(Problem.Fault("another namespace takes this trait", pointer: "/trait"))
        }
        if definition.namespace == .userId, definition.holder != .person {
            faults.append(Problem.Fault("a user id names a person", pointer: "/holder"))
        }
        guard faults.isEmpty else { throw IdentityRuleError.invalid(faults) }
        let before = present?.definition.definition(of: definition.namespace)
        if let before, before.normalization != definition.normalization || before.holder != definition.holder,
            try IdentityRulesStore.isUsed(definition.namespace, in: transaction)
        {
            throw IdentityRuleError.inUse
        }
    }

    /// Takes back what was edited of a built-in namespace, or removes another that has no identities.
    /// - Parameter version: the one that was read; nil for whatever is there.
    /// - Throws: ``IdentityRuleError``
    func remove(_ namespace: IdentityNamespace, version: Int? = nil, by actor: IdentityActor) async throws {
        try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            let all = try IdentityRulesStore.all(in: transaction)
            guard let present = all.first(where: { $0.namespace == namespace }) else { throw IdentityRuleError.noSuchNamespace }
            if let version, version != present.version { throw IdentityRuleError.changedMeanwhile(version: present.version) }
            let builtIn = NamespaceDefinition.builtIn.first { $0.namespace == namespace }
            if builtIn.map({ NamespaceDocument($0).normalization != present.definition.normalization }) ?? true,
                try IdentityRulesStore.isUsed(namespace, in: transaction)
            {
                throw IdentityRuleError.inUse
            }
            try IdentityRulesStore.remove(namespace, in: transaction)
            try audit.record(
                actor: actor.id, action: "identity.namespace.remove", object: namespace.rawValue, detail: actor.detail([:]),
                origin: actor.origin, in: transaction)
        }
    }
}
