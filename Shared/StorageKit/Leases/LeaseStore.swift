package import CommonModels

/// Leases in the database, so that of several replicas one runs a timer or a job.
///
/// A lease is advisory: its holder must stop when it cannot renew, and what it does must be safe to do twice.
package struct LeaseStore: Sendable {
    package static let migrations = MigrationSet(
        component: "lease",
        steps: [
            Migration(
                1, "leases",
                ["CREATE TABLE maru_lease (name TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, expires_at BIGINT NOT NULL)"])
        ])

    private let database: any Database
    private let clock: WallClock

    package init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// - Returns: nil while somebody else holds it.
    package func acquire(_ name: String, holder: String, for duration: Duration) async throws -> Lease? {
        let now = clock.now()
        let lease = Lease(name: name, holder: holder, expiresAt: now + duration)
        let changed = try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO maru_lease (name, holder, expires_at) VALUES ($1, $2, $3)
                ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
                WHERE maru_lease.holder = excluded.holder OR maru_lease.expires_at <= $4
                """, [name, holder, lease.expiresAt, now])
        }
        return changed == 1 ? lease : nil
    }

    /// - Returns: nil when it was lost meanwhile; the holder must stop.
    package func renew(_ lease: Lease, for duration: Duration) async throws -> Lease? {
        let renewed = Lease(name: lease.name, holder: lease.holder, expiresAt: clock.now() + duration)
        let changed = try await database.write { transaction in
            try transaction.execute(
                "UPDATE maru_lease SET expires_at = $3 WHERE name = $1 AND holder = $2", [renewed.name, renewed.holder, renewed.expiresAt])
        }
        return changed == 1 ? renewed : nil
    }

    package func release(_ lease: Lease) async throws {
        try await database.write { transaction in
            _ = try transaction.execute("DELETE FROM maru_lease WHERE name = $1 AND holder = $2", [lease.name, lease.holder])
        }
    }
}
