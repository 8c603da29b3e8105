import CommonModels
import StorageKit

/// Forgets a person: counters, arms and identities go, decisions and feedback stay without a name.
enum PersonErasure {
    static func apply(_ profile: ProfileID, in tx: any SQLTransaction) throws {
        try tx.serialize(on: DecisionLock.name)
        let older = try tx.rows("SELECT profile_id FROM profile_alias WHERE survivor_id = $1", [profile]).map { try $0.text("profile_id") }
        for id in older + [profile.rawValue] {
            try tx.execute("DELETE FROM cap_counter WHERE subject = $1", [id])
            for table in ["experiment_assignment", "profile_identity", "fact_outbox", "profile_alias"] {
                try tx.execute("DELETE FROM \(table) WHERE profile_id = $1", [id])
            }
            for table in ["decision", "feedback"] {
                try tx.execute("UPDATE \(table) SET profile_id = NULL WHERE profile_id = $1", [id])
            }
        }
    }
}
