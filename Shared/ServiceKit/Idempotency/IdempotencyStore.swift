package import CommonModels
package import StorageKit

/// The answers given to requests with an `Idempotency-Key`, by principal, route and key, for a day.
///
/// What is guaranteed within that day, also when the process dies at any moment:
/// - A request that was answered is answered the same again and does nothing.
/// - A change made through a ``KeyedDatabase`` is made once. If the process died between the change and its answer, the next
///   request with the key is told so (``IdempotencyClaim/unanswered``) and does nothing: the caller looks up what is there.
/// - Other changes may be made a second time in that one case, ``runningMax`` after the first attempt. Routes that rely on an id
///   of their own (`requestId` of a decision, `messageId` of an event) or on unique names need no more.
package struct IdempotencyStore: Sendable {
    package static let keyLengthMax = 255  // characters
    package static let keptFor = Duration.hours(24)
    /// After this long an attempt that never answered (its process died) may be repeated.
    package static let runningMax = Duration.seconds(60)
    /// Answers longer than this are not kept; the request is then answered but not replayed.
    package static let bodyBytesMax = 1_048_576

    package static let migrations = MigrationSet(
        component: "idempotency",
        steps: [
            Migration(
                1, "answers by key",
                [
                    """
                    CREATE TABLE maru_idempotency (
                        scope TEXT NOT NULL, key TEXT NOT NULL, body_hash BYTES NOT NULL, running_until BIGINT,
                        status BIGINT, headers TEXT, body BYTES, expires_at BIGINT NOT NULL,
                        PRIMARY KEY (scope, key),
                        CHECK ((running_until IS NULL) <> (status IS NULL)))
                    """,
                    "CREATE INDEX maru_idempotency_expiry ON maru_idempotency (expires_at)",
                ]),
            Migration(
                2, "changes noted by attempt",
                [
                    "ALTER TABLE maru_idempotency ADD COLUMN attempt BIGINT NOT NULL DEFAULT 1",
                    "ALTER TABLE maru_idempotency ADD COLUMN is_changed BIGINT NOT NULL DEFAULT 0",
                ]),
        ])

    private let database: any Database
    private let clock: WallClock

    package init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Claims a key before the request runs.
    package func begin(scope: String, key: String, bodyHash: [UInt8]) async throws -> IdempotencyClaim {
        let now = clock.now()
        return try await database.write { tx in
            try tx.execute("DELETE FROM maru_idempotency WHERE scope = $1 AND key = $2 AND expires_at <= $3", [scope, key, now])
            let claimed = try tx.execute(
                """
                INSERT INTO maru_idempotency (scope, key, body_hash, running_until, expires_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (scope, key) DO NOTHING
                """,
                [scope, key, bodyHash, now + Self.runningMax, now + Self.keptFor])
            if claimed == 1 { return .run(IdempotencyPass(scope: scope, key: key, attempt: 1)) }
            return try Self.present(scope: scope, key: key, bodyHash: bodyHash, at: now, in: tx)
        }
    }

    /// Keeps the answer, so that the next request with the key gets it.
    package func finish(_ pass: IdempotencyPass, answer: StoredAnswer) async throws {
        try await database.write { tx in
            _ = try tx.execute(
                """
                UPDATE maru_idempotency SET running_until = NULL, status = $3, headers = $4, body = $5
                WHERE scope = $1 AND key = $2 AND attempt = $6
                """,
                [
                    pass.scope, pass.key, Int64(answer.status), JSONValue.object(answer.headers).serialized, answer.body, pass.attempt,
                ])
        }
    }

    /// Gives the key back after a request that failed. One that changed something, and then failed, keeps it.
    package func release(_ pass: IdempotencyPass) async throws {
        try await database.write { tx in
            try tx.execute(
                "DELETE FROM maru_idempotency WHERE scope = $1 AND key = $2 AND attempt = $3 AND status IS NULL AND is_changed = 0",
                [pass.scope, pass.key, pass.attempt])
            _ = try tx.execute(
                "UPDATE maru_idempotency SET running_until = 0 WHERE scope = $1 AND key = $2 AND attempt = $3 AND status IS NULL",
                [pass.scope, pass.key, pass.attempt])
        }
    }

    /// Notes that the attempt changes something, in the transaction of the change.
    /// - Throws: `Problem` (409) when a later attempt has taken the key; then nothing is changed.
    static func noteChange(by pass: IdempotencyPass, in tx: any SQLTransaction) throws {
        let noted = try tx.execute(
            """
            UPDATE maru_idempotency SET is_changed = 1
            WHERE scope = $1 AND key = $2 AND attempt = $3 AND running_until IS NOT NULL
            """, [pass.scope, pass.key, pass.attempt])
        guard noted == 1 else { throw IdempotencyMiddleware.stillRunning }
    }

    /// Removes what is past its day. - Returns: how many.
    @discardableResult
    package func removeExpired() async throws -> Int {
        let now = clock.now()
        return try await database.write { tx in try tx.execute("DELETE FROM maru_idempotency WHERE expires_at <= $1", [now]) }
    }

    private static func present(
        scope: String, key: String, bodyHash: [UInt8], at now: Instant, in tx: any SQLTransaction
    ) throws -> IdempotencyClaim {
        guard
            let row = try tx.row(
                "SELECT body_hash, running_until, status, headers, body, attempt, is_changed FROM maru_idempotency WHERE scope = $1 AND key = $2",
                [scope, key])
        else { return .running }
        guard try row.blob("body_hash") == bodyHash else { return .otherBody }
        if let status = try row.integerOrNull("status") {
            let headers = try row.textOrNull("headers").flatMap { try JSONValue(parsing: $0).objectValue } ?? [:]
            return .answered(StoredAnswer(status: Int(status), headers: headers, body: try row.blobOrNull("body") ?? []))
        }
        guard try row.instant("running_until") <= now else { return .running }
        guard try !row.bool("is_changed") else { return .unanswered }
        let pass = IdempotencyPass(scope: scope, key: key, attempt: try row.integer("attempt") + 1)
        try tx.execute(
            "UPDATE maru_idempotency SET running_until = $3, attempt = $4 WHERE scope = $1 AND key = $2",
            [scope, key, now + Self.runningMax, pass.attempt])
        return .run(pass)
    }
}
