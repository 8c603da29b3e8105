import CommonModels
import StorageKit

/// Removes refused events that have been kept long enough to be looked into.
struct RejectionSweep: Sendable {
    static let keptFor = Duration.days(90)
    /// Rows of one transaction.
    static let stepMax = 2_000

    let database: any Database
    let clock: WallClock

    /// Refusals are stored in the order they happen, so the first that is kept ends the work.
    /// - Returns: rows removed.
    func step() async throws -> Int {
        let cutoff = clock.now() - Self.keptFor
        return try await database.write { tx in
            let oldest = try tx.rows("SELECT rejection_id, at FROM ingest_rejection ORDER BY rejection_id LIMIT $1", [Self.stepMax]).map {
                (id: try $0.integer("rejection_id"), at: try $0.instant("at"))
            }
            guard let last = oldest.prefix(while: { $0.at < cutoff }).last else { return 0 }
            return try tx.execute("DELETE FROM ingest_rejection WHERE rejection_id <= $1", [last.id])
        }
    }
}
