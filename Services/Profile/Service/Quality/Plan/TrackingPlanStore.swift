import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// The documents of the tracking plan: one per entry, and the settings. Every version of an entry stays.
struct TrackingPlanStore: Sendable {
    private static let versionsMax = 100  // shown of one entry

    let database: any Database
    let audit: AuditLog
    let clock: WallClock
    var lengthMax = PlanEntry.planLengthMax

    struct Stored: Sendable {
        let entry: PlanEntry
        let version: Int
        let updatedAt: Instant
    }

    struct StoredSettings: Sendable {
        let settings: PlanSettings
        /// 0 for what ships.
        let version: Int
        let updatedAt: Instant
    }

    /// One version of an entry; without a document where it was removed.
    struct Version: Sendable {
        let version: Int
        let document: JSONValue?
        let at: Instant
        let by: String
    }

    /// Every entry, by kind and name.
    func all() async throws -> [Stored] { try await database.read { tx in try Self.stored(in: tx) } }

    func entry(_ rule: PlanRule) async throws -> Stored? { try await database.read { tx in try Self.stored(rule, in: tx) } }

    /// The latest versions of an entry, the newest first; empty when there never was one.
    func versions(of rule: PlanRule) async throws -> [Version] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT version, document, at, changed_by FROM tracking_plan_version WHERE kind = $1 AND name = $2
                ORDER BY version DESC LIMIT $3
                """, [rule.kind.rawValue, rule.name, Self.versionsMax]
            ).map { row in
                Version(
                    version: try row.int("version"), document: try row.textOrNull("document").flatMap { try? JSONValue(parsing: $0) },
                    at: try row.instant("at"), by: try row.text("changed_by"))
            }
        }
    }

    /// Puts an entry in place; it holds from the next event. The same document again changes nothing.
    func put(_ entry: PlanEntry, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Stored {
        let now = clock.now()
        return try await database.write { tx in
            let rule = entry.rule
            let known = try Self.stored(rule, in: tx)
            if let known, known.entry == entry { return known }
            try expected.check(against: known?.version)
            try checkRoom(for: entry, isNew: known == nil, in: tx)
            let version = try Self.nextVersion(of: rule, in: tx)
            try tx.execute(
                """
                INSERT INTO tracking_plan_entry (kind, name, document, version, updated_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (kind, name) DO UPDATE SET document = excluded.document, version = excluded.version,
                    updated_at = excluded.updated_at
                """, [rule.kind.rawValue, rule.name, entry.json, version, now])
            try note(rule, version, entry.json, now, context, in: tx)
            try audit.record(
                context, action: "tracking-plan.put", object: rule.text,
                detail: ["version": .integer(Int64(version)), "mode": .string(entry.mode.rawValue)], in: tx)
            return Stored(entry: entry, version: version, updatedAt: now)
        }
    }

    /// - Returns: false when there is none.
    func remove(_ rule: PlanRule, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Bool {
        let now = clock.now()
        return try await database.write { tx in
            guard let known = try Self.stored(rule, in: tx) else { return false }
            try expected.check(against: known.version)
            try tx.execute("DELETE FROM tracking_plan_entry WHERE kind = $1 AND name = $2", [rule.kind.rawValue, rule.name])
            try note(rule, try Self.nextVersion(of: rule, in: tx), nil, now, context, in: tx)
            try audit.record(context, action: "tracking-plan.remove", object: rule.text, in: tx)
            return true
        }
    }

    func settings() async throws -> StoredSettings { try await database.read { tx in try Self.settings(in: tx) } }

    /// The same settings again change nothing.
    func put(_ settings: PlanSettings, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> StoredSettings {
        let now = clock.now()
        return try await database.write { tx in
            let known = try Self.settings(in: tx)
            if known.settings == settings { return known }
            try expected.check(against: known.version)
            try tx.execute(
                "UPDATE tracking_plan SET settings = $1, version = $2, updated_at = $3 WHERE id = 1",
                [settings.json, known.version + 1, now])
            try TrackingPlanCache.advance(in: tx)
            try audit.record(context, action: "tracking-plan.settings", object: "settings", detail: settings.json, in: tx)
            return StoredSettings(settings: settings, version: known.version + 1, updatedAt: now)
        }
    }

    private func checkRoom(for entry: PlanEntry, isNew: Bool, in tx: any SQLTransaction) throws {
        let others = try tx.row(
            "SELECT count(*) AS n, sum(length(document)) AS length FROM tracking_plan_entry WHERE NOT (kind = $1 AND name = $2)",
            [entry.rule.kind.rawValue, entry.rule.name])
        let count = try others?.int("n") ?? 0
        guard !isNew || count < PlanEntry.entriesMax else {
            throw Problem.conflict("There are \(PlanEntry.entriesMax) entries already.", type: "tracking-plan-limit")
        }
        let length = Int(try others?.integerOrNull("length") ?? 0) + entry.json.serialized.unicodeScalars.count
        guard length <= lengthMax else {
            throw Problem.conflict(
                "With it the documents of the plan have \(length) characters together; they may have \(lengthMax).",
                type: "tracking-plan-limit")
        }
    }

    private func note(
        _ rule: PlanRule, _ version: Int, _ document: JSONValue?, _ now: Instant, _ context: ServiceContext, in tx: any SQLTransaction
    ) throws {
        try tx.execute(
            "INSERT INTO tracking_plan_version (kind, name, version, document, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6)",
            [rule.kind.rawValue, rule.name, version, document, now, context.actor])
        try TrackingPlanCache.advance(in: tx)
    }
}

extension TrackingPlanStore {
    static func stored(in tx: any SQLTransaction) throws -> [Stored] {
        try tx.rows("SELECT kind, name, document, version, updated_at FROM tracking_plan_entry ORDER BY kind, name").map(stored)
    }

    static func stored(_ rule: PlanRule, in tx: any SQLTransaction) throws -> Stored? {
        try tx.row(
            "SELECT kind, name, document, version, updated_at FROM tracking_plan_entry WHERE kind = $1 AND name = $2",
            [rule.kind.rawValue, rule.name]
        ).map(stored)
    }

    static func settings(in tx: any SQLTransaction) throws -> StoredSettings {
        guard let row = try tx.row("SELECT settings, version, updated_at FROM tracking_plan WHERE id = 1"),
            let settings = try? PlanSettings(json: row.json("settings"))
        else { throw StorageError.malformed("the settings of the tracking plan") }
        return StoredSettings(settings: settings, version: try row.int("version"), updatedAt: try row.instant("updated_at"))
    }

    private static func stored(_ row: SQLRow) throws -> Stored {
        guard let entry = try? PlanEntry(json: row.json("document")) else { throw StorageError.malformed("an entry of the tracking plan") }
        return Stored(entry: entry, version: try row.int("version"), updatedAt: try row.instant("updated_at"))
    }

    /// Goes on counting where an entry of this name was removed.
    private static func nextVersion(of rule: PlanRule, in tx: any SQLTransaction) throws -> Int {
        let last = try tx.row(
            "SELECT max(version) AS n FROM tracking_plan_version WHERE kind = $1 AND name = $2", [rule.kind.rawValue, rule.name])
        return Int(try last?.integerOrNull("n") ?? 0) + 1
    }
}
