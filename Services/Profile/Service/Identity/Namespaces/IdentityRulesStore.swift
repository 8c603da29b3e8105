import CommonModels
import Foundation
import ProfileDomain
import StorageKit

/// Reads and writes what decides which values are identities. Writers hold the lock `profile-identity`.
enum IdentityRulesStore {
    static func version(in transaction: any SQLTransaction) throws -> Int64 {
        try transaction.row("SELECT version FROM identity_rules")?.integer("version") ?? 0
    }

    static func load(in transaction: any SQLTransaction) throws -> IdentityRules {
        let junk = try transaction.rows("SELECT namespace, value FROM identity_junk").map {
            (namespace: try $0.text("namespace"), value: try $0.text("value"))
        }
        return IdentityRules(
            version: try version(in: transaction),
            definitions: try namespaces(in: transaction).map { $0.definition.definition(of: $0.namespace) },
            junk: JunkIdentities(junk))
    }

    /// Without the junk list: for look-ups.
    static func definitions(in transaction: any SQLTransaction) throws -> IdentityRules {
        IdentityRules(
            version: 0, definitions: try namespaces(in: transaction).map { $0.definition.definition(of: $0.namespace) },
            junk: JunkIdentities([]))
    }

    /// All namespaces, the strongest first.
    static func all(in transaction: any SQLTransaction) throws -> [NamespaceView] {
        var views = Dictionary(
            uniqueKeysWithValues: NamespaceDefinition.builtIn.map {
                ($0.namespace, NamespaceView(namespace: $0.namespace, isBuiltIn: true, version: 0, definition: NamespaceDocument($0)))
            })
        for view in try namespaces(in: transaction) { views[view.namespace] = view }
        return views.values.sorted { ($0.definition.priority, $0.namespace) < ($1.definition.priority, $1.namespace) }
    }

    static func save(_ view: NamespaceView, at now: Instant, by actor: String, in transaction: any SQLTransaction) throws {
        let definition = try EncodedJSON.text(view.definition)
        try transaction.execute(
            """
            INSERT INTO identity_namespace (namespace, definition, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (namespace) DO UPDATE SET definition = excluded.definition, version = excluded.version,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, [view.namespace.rawValue, definition, view.version, now, actor])
        try raiseVersion(in: transaction)
    }

    static func remove(_ namespace: IdentityNamespace, in transaction: any SQLTransaction) throws {
        try transaction.execute("DELETE FROM identity_namespace WHERE namespace = $1", [namespace.rawValue])
        try raiseVersion(in: transaction)
    }

    static func isUsed(_ namespace: IdentityNamespace, in transaction: any SQLTransaction) throws -> Bool {
        try transaction.row("SELECT profile_id FROM identity WHERE namespace = $1 LIMIT 1", [namespace.rawValue]) != nil
    }

    static func raiseVersion(in transaction: any SQLTransaction) throws {
        try transaction.execute("UPDATE identity_rules SET version = version + 1")
    }

    /// Rows that differ from, or join, what is built in.
    private static func namespaces(in transaction: any SQLTransaction) throws -> [NamespaceView] {
        try transaction.rows("SELECT namespace, definition, version FROM identity_namespace ORDER BY namespace").map { row in
            let namespace = IdentityNamespace(rawValue: try row.text("namespace"))
            guard let document = try? JSONDecoder().decode(NamespaceDocument.self, from: Data(try row.text("definition").utf8)) else {
                throw StorageError.malformed("the namespace \(namespace.rawValue)")
            }
            return NamespaceView(
                namespace: namespace, isBuiltIn: NamespaceDefinition.isBuiltIn(namespace), version: try row.int("version"),
                definition: document)
        }
    }
}
