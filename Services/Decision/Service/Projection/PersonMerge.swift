import CommonModels
import DecisionDomain
import StorageKit

/// Two people turned out to be one (the projection already knows): everything counted, decided and given under the merged id moves to the survivor.
enum PersonMerge {
    static func apply(survivor: ProfileID, merged: ProfileID, in tx: any SQLTransaction) throws {
        try tx.serialize(on: DecisionLock.name)
        try moveCounters(from: merged, to: survivor, in: tx)
        try moveArms(from: merged, to: survivor, in: tx)
        try tx.execute("UPDATE decision SET profile_id = $1 WHERE id IN (\(DecisionPlaces.idsSQL) = $2)", [survivor, merged])
        try tx.execute(DecisionPlaces.moveSQL, [survivor, merged])
        for table in ["feedback", "profile_identity", "fact_outbox"] {
            try tx.execute("UPDATE \(table) SET profile_id = $1 WHERE profile_id = $2", [survivor, merged])
        }
    }

    private static func moveCounters(from merged: ProfileID, to survivor: ProfileID, in tx: any SQLTransaction) throws {
        var kept: [String: CapLedger] = [:]
        for row in try tx.rows(
            "SELECT subject, cap, uses, revision FROM cap_counter WHERE subject IN ($1, $2) ORDER BY cap", [merged, survivor])
        {
            let cap = try row.text("cap")
            guard let ledger = CapLedger(text: try row.text("uses"), revision: try row.integer("revision")) else {
                throw StorageError.malformed("a cap counter holds no ledger")
            }
            if var known = kept[cap] {
                known.absorb(ledger)
                known.revision = max(known.revision, ledger.revision)
                kept[cap] = known
            } else {
                kept[cap] = ledger
            }
        }
        try tx.execute("DELETE FROM cap_counter WHERE subject = $1", [merged])
        let rows: [[SQLValue]] = kept.sorted { $0.key < $1.key }.map { cap, ledger in
            [.text(survivor.rawValue), .text(cap), .text(ledger.text), .integer(ledger.revision + 1)]
        }
        try tx.insert(
            into: "cap_counter", columns: ["subject", "cap", "uses", "revision"], rows: rows,
            onConflict: .replace(key: ["subject", "cap"], update: ["uses", "revision"]))
    }

    /// Of two arms of one experiment the earlier exposure stays.
    private static func moveArms(from merged: ProfileID, to survivor: ProfileID, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO experiment_assignment (profile_id, experiment, arm, at)
            SELECT $1, experiment, arm, at FROM experiment_assignment WHERE profile_id = $2
            ON CONFLICT (profile_id, experiment) DO UPDATE SET arm = excluded.arm, at = excluded.at
            WHERE excluded.at < experiment_assignment.at
            """, [survivor, merged])
        try tx.execute("DELETE FROM experiment_assignment WHERE profile_id = $1", [merged])
    }
}
