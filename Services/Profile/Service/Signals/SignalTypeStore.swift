import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// The types of subjects, one document each.
struct SignalTypeStore: Sendable {
    let database: any Database
    let audit: AuditLog
    let clock: WallClock
    /// Whether a type nobody declared is declared by its first signal: `MARU_PROFILE_SIGNAL_TYPES`.
    let declaresUnknown: Bool

    struct Stored: Sendable {
        let type: SignalType
        let version: Int
        let updatedAt: Instant
    }

    /// The types as they are in a transaction.
    struct Known {
        fileprivate(set) var types: [String: SignalType]
        fileprivate let declaresUnknown: Bool

        /// - Parameter declaring: whether a type nobody declared may be declared by this.
        /// - Throws: ``SignalRefusal/unknownType(_:)``, ``SignalRefusal/tooManyTypes``
        mutating func type(_ key: String, declaring: Bool, at now: Instant, in tx: any SQLTransaction) throws -> SignalType {
            if let known = types[key] { return known }
            guard declaresUnknown, declaring else { throw SignalRefusal.unknownType(key) }
            guard types.count < SignalLimits.typesMax else { throw SignalRefusal.tooManyTypes }
            let made = SignalType(key: key, name: LocalText(ko: key, en: key))
            try SignalTypeStore.save(made, version: 1, at: now, by: "maru", in: tx)
            types[key] = made
            return made
        }
    }

    func known(in tx: any SQLTransaction) throws -> Known {
        let types = try Self.stored(in: tx).map { ($0.type.key, $0.type) }
        return Known(types: Dictionary(uniqueKeysWithValues: types), declaresUnknown: declaresUnknown)
    }

    func list() async throws -> [Stored] { try await database.read { tx in try Self.stored(in: tx) } }

    func type(_ key: String) async throws -> Stored? { try await database.read { tx in try Self.stored(key, in: tx) } }

    /// Puts a declaration in place; the same document again changes nothing.
    func put(_ type: SignalType, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Stored {
        let now = clock.now()
        return try await database.write { tx in
            let known = try Self.stored(type.key, in: tx)
            if let known, known.type == type { return known }
            try expected.check(against: known?.version)
            if known == nil, try tx.row("SELECT count(*) AS n FROM signal_type")?.int("n") ?? 0 >= SignalLimits.typesMax {
                throw Problem.conflict("There are \(SignalLimits.typesMax) subject types already.", type: "signal-type-limit")
            }
            let version = (known?.version ?? 0) + 1
            try Self.save(type, version: version, at: now, by: context.actor, in: tx)
            try audit.record(context, action: "signal-type.put", object: type.key, detail: type.json, in: tx)
            return Stored(type: type, version: version, updatedAt: now)
        }
    }

    /// Takes no more signals of the type; those there are stay as long as they would have.
    /// - Returns: false when there is none.
    func remove(_ key: String, expecting expected: DocumentEdit, by context: ServiceContext) async throws -> Bool {
        try await database.write { tx in
            guard let known = try Self.stored(key, in: tx) else { return false }
            try expected.check(against: known.version)
            try tx.execute("DELETE FROM signal_type WHERE subject_type = $1", [key])
            try audit.record(context, action: "signal-type.remove", object: key, in: tx)
            return true
        }
    }

    // MARK: Within a transaction

    private static let columns = "subject_type, document, version, updated_at"

    static func stored(in tx: any SQLTransaction) throws -> [Stored] {
        try tx.rows("SELECT \(columns) FROM signal_type ORDER BY subject_type").map(stored)
    }

    private static func stored(_ key: String, in tx: any SQLTransaction) throws -> Stored? {
        try tx.row("SELECT \(columns) FROM signal_type WHERE subject_type = $1", [key]).map(stored)
    }

    private static func stored(_ row: SQLRow) throws -> Stored {
        guard let type = try? SignalType(json: row.json("document"), key: row.text("subject_type")) else {
            throw StorageError.malformed("a type of subjects")
        }
        return Stored(type: type, version: try row.int("version"), updatedAt: try row.instant("updated_at"))
    }

    fileprivate static func save(_ type: SignalType, version: Int, at now: Instant, by actor: String, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO signal_type (subject_type, document, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (subject_type) DO UPDATE SET document = excluded.document, version = excluded.version,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, [type.key, type.json, version, now, actor])
    }
}
