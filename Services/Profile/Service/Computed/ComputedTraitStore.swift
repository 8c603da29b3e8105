import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// The definitions of computed traits and how far their values are built.
struct ComputedTraitStore: Sendable {
    let database: any Database
    let jobs: JobStore
    let audit: AuditLog
    let clock: WallClock
    /// A trait has the labels of what it is computed from.
    let telling: GovernanceTelling

    struct Stored: Sendable {
        let trait: ComputedTrait
        let version: Int
        let builtVersion: Int
        let isDeleted: Bool
        let job: JobID?
        let updatedAt: Instant
        /// Of the definitions before, until everybody's value is made anew by this one.
        let sourcesBefore: [DataField]

        var isBuilt: Bool { builtVersion == version }

        /// What its values tell of: some may still be made by a definition before.
        var sources: [DataField] { trait.sources + sourcesBefore.filter { !trait.sources.contains($0) } }

        var planned: PlannedTrait {
            PlannedTrait(trait: trait, version: Int64(version), isBuilt: isBuilt, isDeleted: isDeleted)
        }
    }

    /// Those that are not being deleted, by key.
    func list() async throws -> [Stored] { try await database.read { tx in try Self.stored(in: tx).filter { !$0.isDeleted } } }

    func trait(_ key: String) async throws -> Stored? {
        try await database.read { tx in try Self.stored(key, in: tx).flatMap { $0.isDeleted ? nil : $0 } }
    }

    /// Puts a definition in place and starts building everybody's values. The same document again changes nothing.
    func put(_ trait: ComputedTrait, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Stored {
        let now = clock.now()
        return try await database.write { tx in
            let known = try Self.stored(trait.key.rawValue, in: tx)
            if let known, !known.isDeleted {
                if known.trait == trait { return known }
                try expected.check(against: known.version)
            } else {
                try expected.check(against: nil)
                try Self.checkRoom(in: tx)
            }
            let version = (known?.version ?? 0) + 1
            let before = known?.sources ?? []
            let job = try ComputedTraitJob.start(trait.key.rawValue, version: version, jobs: jobs, by: context.principal?.id ?? "", in: tx)
            try tx.execute(
                """
                INSERT INTO computed_trait (
                    trait, document, version, built_version, is_deleted, job_id, updated_at, updated_by, sources_before)
                VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7)
                ON CONFLICT (trait) DO UPDATE SET document = excluded.document, version = excluded.version, is_deleted = 0,
                    job_id = excluded.job_id, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
                    sources_before = excluded.sources_before
                """,
                [
                    trait.key.rawValue, trait.json, version, job, now, context.principal?.id ?? "",
                    JSONValue.array(before.map { .string($0.description) }),
                ])
            try TraitPlanCache.advance(in: tx)
            try telling.tellPolicyChanges(in: tx)
            try audit.record(context, action: "computed-trait.put", object: trait.key.rawValue, detail: trait.json, in: tx)
            return Stored(
                trait: trait, version: version, builtVersion: known?.builtVersion ?? 0, isDeleted: false, job: job, updatedAt: now,
                sourcesBefore: before)
        }
    }

    /// Builds everybody's values once more, e.g. when a build was cancelled.
    /// - Returns: nil when there is no such definition.
    func rebuild(_ key: String, by context: ServiceContext) async throws -> Stored? {
        let now = clock.now()
        return try await database.write { tx in
            guard let known = try Self.stored(key, in: tx), !known.isDeleted else { return nil }
            let version = known.version + 1
            let job = try ComputedTraitJob.start(key, version: version, jobs: jobs, by: context.principal?.id ?? "", in: tx)
            try tx.execute(
                "UPDATE computed_trait SET version = $2, job_id = $3, updated_at = $4, updated_by = $5 WHERE trait = $1",
                [key, version, job, now, context.principal?.id ?? ""])
            try TraitPlanCache.advance(in: tx)
            try audit.record(context, action: "computed-trait.rebuild", object: key, in: tx)
            return try Self.stored(key, in: tx)
        }
    }

    /// Takes a definition and, by a job, everybody's values away.
    /// - Returns: the job; nil when there is no such definition.
    func remove(_ key: String, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> JobID? {
        let now = clock.now()
        return try await database.write { tx in
            guard let known = try Self.stored(key, in: tx), !known.isDeleted else { return nil }
            try expected.check(against: known.version)
            let version = known.version + 1
            let job = try ComputedTraitJob.start(key, version: version, jobs: jobs, by: context.principal?.id ?? "", in: tx)
            try tx.execute(
                "UPDATE computed_trait SET version = $2, is_deleted = 1, job_id = $3, updated_at = $4, updated_by = $5 WHERE trait = $1",
                [key, version, job, now, context.principal?.id ?? ""])
            try TraitPlanCache.advance(in: tx)
            try audit.record(context, action: "computed-trait.remove", object: key, in: tx)
            return job
        }
    }

    private static func checkRoom(in tx: any SQLTransaction) throws {
        guard try tx.row("SELECT count(*) AS n FROM computed_trait")?.int("n") ?? 0 < ComputedTrait.definitionsMax else {
            throw Problem.conflict("There are \(ComputedTrait.definitionsMax) computed traits already.", type: "computed-trait-limit")
        }
    }
}

extension ComputedTraitStore {
    private static let columns = "trait, document, version, built_version, is_deleted, job_id, updated_at, sources_before"

    static func stored(in tx: any SQLTransaction) throws -> [Stored] {
        try tx.rows("SELECT \(columns) FROM computed_trait ORDER BY trait").map(stored)
    }

    static func stored(_ key: String, in tx: any SQLTransaction) throws -> Stored? {
        try tx.row("SELECT \(columns) FROM computed_trait WHERE trait = $1", [key]).map(stored)
    }

    private static func stored(_ row: SQLRow) throws -> Stored {
        guard let key = ComputedTraitKey(try row.text("trait")), let trait = try? ComputedTrait(json: row.json("document"), key: key) else {
            throw StorageError.malformed("a computed trait")
        }
        return Stored(
            trait: trait, version: try row.int("version"), builtVersion: try row.int("built_version"),
            isDeleted: try row.bool("is_deleted"), job: try row.idOrNull("job_id"), updatedAt: try row.instant("updated_at"),
            sourcesBefore: try row.json("sources_before").arrayValue?.compactMap { $0.stringValue.flatMap { DataField(text: $0) } } ?? [])
    }

    /// Notes that everybody's value is of this version; a deleted definition is gone then.
    static func finish(_ key: String, version: Int, in tx: any SQLTransaction) throws {
        try tx.execute("DELETE FROM computed_trait WHERE trait = $1 AND version = $2 AND is_deleted = 1", [key, version])
        try tx.execute(
            "UPDATE computed_trait SET built_version = version, job_id = NULL, sources_before = '[]' WHERE trait = $1 AND version = $2",
            [key, version])
        try TraitPlanCache.advance(in: tx)
    }
}
