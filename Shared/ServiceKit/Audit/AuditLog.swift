package import CommonModels
package import StorageKit

/// The audit log of one service: append-only rows, each carrying the hash of the row before.
///
/// An entry is written in the transaction of the change it tells about, so neither exists without the other.
package struct AuditLog: Sendable {
    package static let detailBytesMax = 8_192

    package static let migrations = MigrationSet(
        component: "audit",
        steps: [
            Migration(
                1, "entries with a hash chain",
                [
                    """
                    CREATE TABLE maru_audit (
                        sequence BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
                        object TEXT NOT NULL, origin TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL)
                    """,
                    "CREATE INDEX maru_audit_object ON maru_audit (object, sequence)",
                ])
        ])

    private let database: any Database
    private let clock: WallClock

    package init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Appends an entry within the caller's transaction.
    /// - Parameter origin: the peer's address; see ``ServiceContext/peer``.
    package func record(
        actor: String, action: String, object: String, detail: JSONValue = .object([:]), origin: String = "", in tx: any SQLTransaction
    ) throws {
        try tx.serialize(on: "maru_audit")
        let last = try tx.row("SELECT sequence, hash FROM maru_audit ORDER BY sequence DESC LIMIT 1")
        let sequence = try (last?.integer("sequence") ?? 0) + 1
        let previous = try last?.text("hash") ?? AuditChain.genesis
        let at = clock.now()
        var text = detail.serialized
        if text.utf8.count > Self.detailBytesMax { text = "{\"truncated\":true}" }
        let hash = AuditChain.hash(
            previous: previous, sequence: sequence, at: at, actor: actor, action: action, object: object, origin: origin, detail: text)
        try tx.execute(
            """
            INSERT INTO maru_audit (sequence, at, actor, action, object, origin, detail, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [sequence, at, actor, action, object, origin, text, hash])
    }

    /// Appends an entry for what the principal of a request does.
    package func record(
        _ context: ServiceContext, action: String, object: String, detail: JSONValue = .object([:]), in tx: any SQLTransaction
    ) throws {
        try record(
            actor: context.principal?.id ?? "anonymous", action: action, object: object,
            detail: Self.detail(detail, from: context.document),
            origin: context.peer, in: tx)
    }

    /// What an entry tells, with the file the change comes from.
    package static func detail(_ detail: JSONValue, from document: String?) -> JSONValue {
        guard let document, var members = detail.objectValue else { return detail }
        members["document"] = .string(document)
        return .object(members)
    }

    /// Appends an entry of something that changed nothing else.
    package func record(actor: String, action: String, object: String, detail: JSONValue = .object([:]), origin: String) async throws {
        try await database.write { tx in
            try record(actor: actor, action: action, object: object, detail: detail, origin: origin, in: tx)
        }
    }

    /// Which entries are wanted; nil for any.
    package struct Filter: Hashable, Sendable {
        package var object: String?
        package var actor: String?
        /// An action, or how it begins: `case.`
        package var action: String?

        package init(object: String? = nil, actor: String? = nil, action: String? = nil) {
            self.object = object
            self.actor = actor
            self.action = action
        }
    }

    /// Entries from the newest back. - Parameter before: the sequence to start below; nil for the newest.
    package func entries(limit: Int, before: Int64?, object: String? = nil) async throws -> [AuditEntry] {
        try await entries(limit: limit, before: before, matching: Filter(object: object))
    }

    /// Entries that match, from the newest back. Only those of one object are found by an index.
    package func entries(limit: Int, before: Int64?, matching filter: Filter) async throws -> [AuditEntry] {
        var arguments: [any SQLBindable] = [before ?? Int64.max, limit]
        var sql = "SELECT * FROM maru_audit WHERE sequence < $1"
        func add(_ condition: (String) -> String, _ value: String?) {
            guard let value else { return }
            arguments.append(value)
            sql += " AND " + condition("$\(arguments.count)")
        }
        add({ "object = \($0)" }, filter.object)
        add({ "actor = \($0)" }, filter.actor)
        add({ "substr(action, 1, length(CAST(\($0) AS TEXT))) = \($0)" }, filter.action)
        let (text, values) = (sql + " ORDER BY sequence DESC LIMIT $2", arguments)
        return try await database.read { tx in try tx.rows(text, values).map(Self.entry) }
    }

    /// Computes the whole chain again.
    package func verify() async throws -> AuditVerification {
        try await database.read { tx in
            var verification = AuditVerification(entries: 0, firstBroken: nil, headHash: AuditChain.genesis)
            try tx.forEachRow("SELECT * FROM maru_audit ORDER BY sequence") { row in
                guard verification.firstBroken == nil else { return }
                let sequence = try row.integer("sequence")
                let expected = AuditChain.hash(
                    previous: verification.headHash, sequence: sequence, at: try row.instant("at"), actor: try row.text("actor"),
                    action: try row.text("action"), object: try row.text("object"), origin: try row.text("origin"),
                    detail: try row.text("detail"))
                let isSound = try sequence == verification.entries + 1 && row.text("hash") == expected
                verification = AuditVerification(
                    entries: isSound ? sequence : verification.entries, firstBroken: isSound ? nil : sequence,
                    headHash: isSound ? expected : verification.headHash)
            }
            return verification
        }
    }

    private static func entry(_ row: SQLRow) throws -> AuditEntry {
        AuditEntry(
            sequence: try row.integer("sequence"), at: try row.instant("at"), actor: try row.text("actor"),
            action: try row.text("action"), object: try row.text("object"), origin: try row.text("origin"),
            detail: try JSONValue(parsing: row.text("detail")), hash: try row.text("hash"))
    }
}
