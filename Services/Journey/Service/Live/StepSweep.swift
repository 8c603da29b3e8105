package import CommonModels
package import StorageKit

/// Removes the oldest steps of traces. Runs, sends and counts stay: who may enter again and what was sent are asked of them.
package struct StepSweep: Sendable {
    /// Rows of one transaction.
    static let stepMax = 2_000

    let database: any Database
    let clock: WallClock
    let keep: Duration

    package init(database: any Database, clock: WallClock, keep: Duration) {
        self.database = database
        self.clock = clock
        self.keep = keep
    }

    package static let oldestSQL = "SELECT seq, at FROM journey_step ORDER BY seq LIMIT $1"
    package static let deleteSQL = "DELETE FROM journey_step WHERE seq <= $1"

    /// Steps are stored in the order they are taken, so the first that is kept ends the work.
    /// - Returns: rows removed.
    package func step() async throws -> Int {
        let cutoff = clock.now() - keep
        return try await database.write { tx in
            let oldest = try tx.rows(Self.oldestSQL, [Self.stepMax]).map { (seq: try $0.integer("seq"), at: try $0.instant("at")) }
            guard let last = oldest.prefix(while: { $0.at < cutoff }).last else { return 0 }
            return try tx.execute(Self.deleteSQL, [last.seq])
        }
    }
}
