import CommonModels
import StorageKit

/// Whose decisions are whose, in the order they were made.
enum DecisionPlaces {
    /// The open run is a page or two, of which each of some hundred transactions a second writes one; merged in small steps: a
    /// decision is waited for.
    static let runs = SortedRuns(
        runs: "decision_run", entries: "decision_place", key: ["profile_id", "decision_id"], openMax: 64, stepMax: 256)

    static func add(_ drafts: [DecisionDraft], in tx: any SQLTransaction) throws {
        let places = drafts.compactMap { draft in draft.profile.map { (profile: $0, decision: draft.id) } }
        try runs.add(places.count, in: tx) { run, values in
            for place in places.sorted(by: { ($0.profile, $0.decision) < ($1.profile, $1.decision) }) {
                values.append(run)
                values.append(.text(place.profile.rawValue))
                values.append(.text(place.decision.rawValue))
            }
        }
    }

    /// Ids of a person's decisions; the caller adds `= $n` or `IN (…)`.
    static let idsSQL = """
        SELECT decision_id FROM decision_run CROSS JOIN decision_place WHERE decision_place.run = decision_run.run AND profile_id
        """

    /// The newest of a person older than one; `$1` to `$3` are the profile, that decision and the number.
    static func newestSQL(runs: Int) -> String {
        SortedRuns.ofEach(runs, from: 4) { run in
            """
            SELECT decision_id FROM decision_place WHERE run = \(run) AND profile_id = $1 AND decision_id < $2
            ORDER BY decision_id DESC LIMIT $3
            """
        }
    }

    static let moveSQL = "UPDATE decision_place SET profile_id = $1 WHERE \(runs.everyRun) AND profile_id = $2"
    static let forgetSQL = "DELETE FROM decision_place WHERE \(runs.everyRun) AND profile_id = $1"
}
