import CommonModels
import JourneyDomain
import StorageKit

/// Signals that people still enter by, of each journey at most ``waitingMax``: past it, signals are counted as lost.
struct SignalQueue: Sendable {
    static let waitingMax = 1_000

    /// A signal, the version it found live, and the person up to whom people were let in.
    struct Waiting: Sendable {
        let journey: JourneyID
        let version: Int
        let signal: ExternalSignal
        let after: String
    }

    /// - Returns: false when as many wait as may. A signal that is there already, or was, is not added again.
    func add(_ signal: ExternalSignal, for journey: LiveJourney, now: Instant, in tx: any SQLTransaction) throws -> Bool {
        let waiting = try tx.row(
            "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM journey_signal WHERE journey_id = $1 LIMIT $2) AS waiting",
            [journey.id, Self.waitingMax])
        guard try waiting?.int("n") ?? 0 < Self.waitingMax else { return false }
        try tx.insert(
            into: "journey_signal", columns: ["journey_id", "signal_id", "version", "body", "queued_at", "after_profile"],
            rows: [
                [
                    journey.id.sqlValue, signal.id.sqlValue, journey.runnable.version.sqlValue, signal.json.sqlValue, now.sqlValue,
                    .text(""),
                ]
            ], onConflict: .ignore)
        return true
    }

    static func nextSQL(_ engine: SQLEngine) -> String {
        """
        SELECT * FROM journey_signal WHERE journey_id IN (SELECT id FROM journey WHERE status = 'live')
        ORDER BY queued_at, journey_id, signal_id LIMIT 1\(engine.forUpdateSkipLocked)
        """
    }

    /// The one that has waited longest, of a journey that runs; what another replica works on is passed over.
    func next(in tx: any SQLTransaction) throws -> Waiting? {
        try tx.row(Self.nextSQL(tx.engine)).map { row in
            guard let signal = ExternalSignal(json: try row.json("body")) else { throw StorageError.malformed("a waiting signal") }
            return Waiting(
                journey: try row.id("journey_id"), version: try row.int("version"), signal: signal, after: try row.text("after_profile"))
        }
    }

    func move(_ waiting: Waiting, to profile: String?, in tx: any SQLTransaction) throws {
        guard let profile else {
            try tx.execute("DELETE FROM journey_signal WHERE journey_id = $1 AND signal_id = $2", [waiting.journey, waiting.signal.id])
            return
        }
        try tx.execute(
            "UPDATE journey_signal SET after_profile = $3 WHERE journey_id = $1 AND signal_id = $2",
            [waiting.journey, waiting.signal.id, profile])
    }

    /// What waits comes to nothing: nobody enters by old news when a journey goes on.
    /// - Returns: how many signals that were.
    func clear(_ journey: JourneyID, in tx: any SQLTransaction) throws -> Int {
        try tx.execute("DELETE FROM journey_signal WHERE journey_id = $1", [journey])
    }
}
