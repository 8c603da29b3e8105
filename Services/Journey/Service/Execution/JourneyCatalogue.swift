package import CommonModels
package import JourneyDomain
package import StorageKit
import Synchronization

/// Finds what is published. Which journeys are live is read in every transaction; the versions themselves never change
/// once published, so they are kept in memory.
package final class JourneyCatalogue: Sendable {
    private static let keptMax = 1_000
    private let kept = Mutex<[Key: RunnableVersion]>([:])
    private let store = JourneyStore()

    private struct Key: Hashable {
        let journey: JourneyID
        let version: Int
    }

    package init() {}

    /// Every live or paused journey.
    package func live(in tx: any SQLTransaction) throws -> [LiveJourney] {
        try tx.rows(
            """
            SELECT id, journey_key, status, live_version, published_at FROM journey
            WHERE status IN ('live', 'paused') AND live_version IS NOT NULL ORDER BY id
            """
        ).compactMap { row in
            guard let key = JourneyKey(try row.text("journey_key")) else { return nil }
            let id: JourneyID = try row.id("id")
            return LiveJourney(
                id: id, key: key, isPaused: try row.text("status") == JourneyStatus.paused.rawValue,
                publishedAt: try row.instant("published_at"), runnable: try version(try row.int("live_version"), of: id, in: tx))
        }
    }

    /// The events that are the goal of any published version of a live journey: people inside keep their version's goal.
    package func goals(in tx: any SQLTransaction) throws -> [String: Set<JourneyID>] {
        try tx.rows(
            """
            SELECT journey_version.journey_id AS id, journey_version.version AS version FROM journey_version
            JOIN journey ON journey.id = journey_version.journey_id WHERE journey.status IN ('live', 'paused')
            """
        ).reduce(into: [:]) { goals, row in
            let id: JourneyID = try row.id("id")
            guard let goal = try version(try row.int("version"), of: id, in: tx).document.goal else { return }
            goals[goal.name, default: []].insert(id)
        }
    }

    /// The key of a journey in any status; keys never change.
    package func key(of id: JourneyID, in tx: any SQLTransaction) throws -> JourneyKey? {
        try tx.row("SELECT journey_key FROM journey WHERE id = $1", [id]).flatMap { JourneyKey(try $0.text("journey_key")) }
    }

    /// The key of a journey that was not archived.
    package func openKey(of id: JourneyID, in tx: any SQLTransaction) throws -> JourneyKey? {
        try tx.row("SELECT journey_key FROM journey WHERE id = $1 AND status <> 'archived'", [id]).flatMap {
            JourneyKey(try $0.text("journey_key"))
        }
    }

    /// The keys of all journeys that were ever published.
    package func keys(in tx: any SQLTransaction) throws -> [JourneyID: JourneyKey] {
        try tx.rows("SELECT id, journey_key FROM journey WHERE live_version IS NOT NULL").reduce(into: [:]) { keys, row in
            keys[try row.id("id")] = JourneyKey(try row.text("journey_key"))
        }
    }

    /// - Throws: ``JourneyError/versionNotFound(_:)``
    package func version(_ version: Int, of id: JourneyID, in tx: any SQLTransaction) throws -> RunnableVersion {
        let key = Key(journey: id, version: version)
        if let found = kept.withLock({ $0[key] }) { return found }
        let read = RunnableVersion(journeyID: id, version: version, document: try store.document(of: id, version: version, in: tx))
        kept.withLock { kept in
            if kept.count >= Self.keptMax { kept.removeAll() }
            kept[key] = read
        }
        return read
    }
}
