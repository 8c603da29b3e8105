import CommonModels
import DecisionDomain
import StorageKit

/// Keeps the arms of ``Newcomer``s until the feeds tell who they are.
enum NewcomerStore {
    static func save(_ drafts: [DecisionDraft], in tx: any SQLTransaction) throws {
        let rows = drafts.flatMap { draft -> [[SQLValue]] in
            guard let newcomer = draft.newcomer else { return [] }
            return draft.newAssignments.map {
                [.text(newcomer.value), .text(newcomer.namespace), .text($0.experimentKey), .text($0.armKey), $0.at.sqlValue]
            }
        }
        try tx.insert(
            into: "newcomer_assignment", columns: ["value", "namespace", "experiment", "arm", "at"], rows: rows, onConflict: .ignore)
    }

    /// Those of `newcomers` whom a feed has told of by now.
    static func met(_ newcomers: Set<Newcomer>, in tx: any SQLTransaction) throws -> Set<Newcomer> {
        guard !newcomers.isEmpty else { return [] }
        var met: Set<Newcomer> = []
        for (namespace, named) in Dictionary(grouping: newcomers, by: \.namespace) where namespace != Newcomer.profileNamespace {
            // What is no name of a namespace is nobody's, and stands in no query.
            guard WordShape.namespace.holds(namespace) else { continue }
            let sql = "SELECT value FROM profile_identity WHERE namespace = '\(namespace)' AND value IN"
            for row in try tx.rows(sql, in: named.map(\.value)) { met.insert(Newcomer(namespace: namespace, value: try row.text("value"))) }
        }
        let ids = newcomers.filter { $0.namespace == Newcomer.profileNamespace }.map(\.value)
        for row in try tx.rows("SELECT profile_id FROM projected_profile WHERE profile_id IN", in: Set(ids)) {
            met.insert(Newcomer(namespace: Newcomer.profileNamespace, value: try row.text("profile_id")))
        }
        return met.intersection(newcomers)
    }

    /// Gives profiles the arms that were shown under their names before, the earliest of an experiment, and tells Profile of them.
    ///
    /// - Parameter owners: names the feed told of just now.
    static func adopt(_ owners: [Newcomer: ProfileID], in tx: any SQLTransaction) throws {
        let sql = "SELECT value, namespace, experiment, arm, at FROM newcomer_assignment WHERE value IN"
        var given: [(profile: ProfileID, newcomer: Newcomer, assignment: Assignment)] = []
        for row in try tx.rows(sql, in: Set(owners.keys.map(\.value))) {
            let newcomer = Newcomer(namespace: try row.text("namespace"), value: try row.text("value"))
            guard let profile = owners[newcomer] else { continue }
            let assignment = Assignment(
                experimentKey: try row.text("experiment"), armKey: try row.text("arm"), at: try row.instant("at"))
            given.append((profile, newcomer, assignment))
        }
        guard !given.isEmpty else { return }
        try tx.serialize(on: DecisionLock.name)
        try tx.executeMany(
            """
            INSERT INTO experiment_assignment (profile_id, experiment, arm, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (profile_id, experiment) DO UPDATE SET arm = excluded.arm, at = excluded.at
            WHERE excluded.at < experiment_assignment.at
            """,
            given.map { [$0.profile.sqlValue, .text($0.assignment.experimentKey), .text($0.assignment.armKey), $0.assignment.at.sqlValue] })
        try FactOutbox.add(given.map { OutboxFact.experimentViewed($0.assignment, by: $0.profile) }, in: tx)
        try tx.executeMany(
            "DELETE FROM newcomer_assignment WHERE value = $1 AND namespace = $2",
            Set(given.map(\.newcomer)).map { [.text($0.value), .text($0.namespace)] })
    }
}
