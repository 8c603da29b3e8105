import CommonModels
import StorageKit

/// Forgets a person: counters, arms and identities go, decisions and feedback stay without a name.
enum PersonErasure {
    static func apply(_ profile: ProfileID, in tx: any SQLTransaction) throws {
        try tx.serialize(on: DecisionLock.name)
        try tx.execute("DELETE FROM cap_counter WHERE subject = $1", [profile])
        for table in ["experiment_assignment", "profile_identity", "fact_outbox"] {
            try tx.execute("DELETE FROM \(table) WHERE profile_id = $1", [profile])
        }
        try tx.execute("UPDATE decision SET profile_id = NULL WHERE id IN (\(DecisionPlaces.idsSQL) = $1)", [profile])
        try tx.execute(DecisionPlaces.forgetSQL, [profile])
        try tx.execute("UPDATE feedback SET profile_id = NULL WHERE profile_id = $1", [profile])
    }
}
