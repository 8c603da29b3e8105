import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// The order of sources, one document per trait.
struct SourcePriorityStore: Sendable {
    static let documentsMax = 500

    let database: any Database
    let jobs: JobStore
    let audit: AuditLog
    let clock: WallClock

    struct Stored: Sendable {
        let priority: SourcePriority
        let version: Int
        let updatedAt: Instant
    }

    func list() async throws -> [Stored] { try await database.read { tx in try Self.stored(in: tx) } }

    func priority(for trait: String) async throws -> Stored? {
        try await database.read { tx in
            try tx.row("SELECT trait, sources, version, updated_at FROM source_priority WHERE trait = $1", [trait]).map(Self.stored)
        }
    }

    /// Puts a list in place. The same list again changes nothing.
    /// - Parameter expected: refuses when the present version is another one; see ``DocumentEdit``.
    func put(_ priority: SourcePriority, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Stored {
        let now = clock.now()
        return try await database.write { tx in
            let known = try tx.row("SELECT trait, sources, version, updated_at FROM source_priority WHERE trait = $1", [priority.trait])
                .map(Self.stored)
            if let known, known.priority == priority { return known }
            try expected.check(against: known?.version)
            if known == nil, try tx.row("SELECT count(*) AS n FROM source_priority")?.int("n") ?? 0 >= Self.documentsMax {
                throw Problem.conflict("There are \(Self.documentsMax) lists already.", type: "priority-limit")
            }
            let stored = Stored(priority: priority, version: (known?.version ?? 0) + 1, updatedAt: now)
            try tx.execute(
                """
                INSERT INTO source_priority (trait, sources, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (trait) DO UPDATE SET sources = excluded.sources, version = excluded.version,
                    updated_at = excluded.updated_at, updated_by = excluded.updated_by
                """, [priority.trait, Self.json(priority.sources), stored.version, now, context.principal?.id ?? ""])
            try change(by: context, in: tx)
            try audit.record(
                context, action: "source-priority.put", object: priority.trait, detail: ["sources": Self.json(priority.sources)], in: tx)
            return stored
        }
    }

    /// - Returns: false when there is none.
    func remove(_ trait: String, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Bool {
        try await database.write { tx in
            guard let row = try tx.row("SELECT version FROM source_priority WHERE trait = $1", [trait]) else { return false }
            try expected.check(against: try row.int("version"))
            try tx.execute("DELETE FROM source_priority WHERE trait = $1", [trait])
            try change(by: context, in: tx)
            try audit.record(context, action: "source-priority.remove", object: trait, in: tx)
            return true
        }
    }

    private func change(by context: ServiceContext, in tx: any SQLTransaction) throws {
        try TraitPlanCache.advance(in: tx)
        try SourcePriorityJob.start(jobs: jobs, by: context.principal?.id ?? "", in: tx)
    }

    static func priorities(in tx: any SQLTransaction) throws -> SourcePriorities { SourcePriorities(try stored(in: tx).map(\.priority)) }

    private static func stored(in tx: any SQLTransaction) throws -> [Stored] {
        try tx.rows("SELECT trait, sources, version, updated_at FROM source_priority ORDER BY trait").map(stored)
    }

    private static func stored(_ row: SQLRow) throws -> Stored {
        let sources = try row.json("sources").arrayValue?.compactMap(\.stringValue) ?? []
        return Stored(
            priority: SourcePriority(trusted: try row.text("trait"), sources), version: try row.int("version"),
            updatedAt: try row.instant("updated_at"))
    }

    private static func json(_ sources: [String]) -> JSONValue { .array(sources.map { .string($0) }) }
}
