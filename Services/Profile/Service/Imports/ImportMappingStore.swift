import CommonModels
import ImportKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Mappings that were saved under a name.
struct ImportMappingStore: Sendable {
    let database: any Database
    let audit: AuditLog
    let clock: WallClock

    struct Stored: Sendable {
        let name: String
        /// As it was sent: JSON, or YAML.
        let text: String
        let isYAML: Bool
        let version: Int
        let updatedAt: Instant
        let updatedBy: String
    }

    func list() async throws -> [Stored] {
        try await database.read { tx in
            try tx.rows("SELECT \(Self.columns) FROM import_mapping ORDER BY name LIMIT \(ImportLimits.mappingsMax)").map(Self.stored)
        }
    }

    func mapping(_ name: String) async throws -> Stored? { try await database.read { tx in try Self.mapping(name, in: tx) } }

    /// Puts a mapping in place; the same text again changes nothing. Imports that were started keep the one they began with.
    /// - Throws: ``Problem/validation(_:)`` with everything wrong with it.
    func put(
        _ name: ImportName, text: String, isYAML: Bool, expecting expected: DocumentEdit, by context: ServiceContext
    ) async throws -> Stored {
        try Self.check(text)
        let now = clock.now()
        let actor = context.actor
        return try await database.write { tx in
            let known = try Self.mapping(name.rawValue, in: tx)
            if let known, known.text == text, known.isYAML == isYAML { return known }
            try expected.check(against: known?.version)
            if known == nil, try tx.row("SELECT count(*) AS n FROM import_mapping")?.int("n") ?? 0 >= ImportLimits.mappingsMax {
                throw ImportFault.tooManyMappings(max: ImportLimits.mappingsMax)
            }
            let stored = Stored(
                name: name.rawValue, text: text, isYAML: isYAML, version: (known?.version ?? 0) + 1, updatedAt: now, updatedBy: actor)
            try tx.execute(
                """
                INSERT INTO import_mapping (name, document, is_yaml, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (name) DO UPDATE SET document = excluded.document, is_yaml = excluded.is_yaml, version = excluded.version,
                    updated_at = excluded.updated_at, updated_by = excluded.updated_by
                """, [stored.name, text, isYAML, stored.version, now, actor])
            try audit.record(
                context, action: "import-mapping.put", object: stored.name, detail: ["version": .integer(Int64(stored.version))], in: tx)
            return stored
        }
    }

    /// - Returns: false when there is none.
    func remove(_ name: String, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Bool {
        try await database.write { tx in
            guard let known = try Self.mapping(name, in: tx) else { return false }
            try expected.check(against: known.version)
            try tx.execute("DELETE FROM import_mapping WHERE name = $1", [name])
            try audit.record(context, action: "import-mapping.remove", object: name, in: tx)
            return true
        }
    }

    /// - Throws: ``Problem/validation(_:)``.
    static func check(_ text: String) throws {
        do throws(ImportError) {
            _ = try ImportMapping(yaml: text)
        } catch {
            guard case .invalidMapping(let problems) = error else { throw Problem.badRequest(error.description) }
            throw Problem.validation(problems.map(\.fault))
        }
    }

    static func mapping(_ name: String, in tx: any SQLTransaction) throws -> Stored? {
        try tx.row("SELECT \(columns) FROM import_mapping WHERE name = $1", [name]).map(stored)
    }

    private static let columns = "name, document, is_yaml, version, updated_at, updated_by"

    private static func stored(_ row: SQLRow) throws -> Stored {
        Stored(
            name: try row.text("name"), text: try row.text("document"), isYAML: try row.bool("is_yaml"), version: try row.int("version"),
            updatedAt: try row.instant("updated_at"), updatedBy: try row.text("updated_by"))
    }
}
