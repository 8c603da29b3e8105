import CommonModels
import ProfileDomain
import StorageKit

/// Keeps who stated a value beside its owner, as long as the rule of its namespace looks back.
enum IdentityWatch {
    static func save(
        _ sightings: [IdentityResolution.Sighting], at time: Instant, rules: IdentityRules, in transaction: any SQLTransaction
    ) throws {
        guard !sightings.isEmpty else { return }
        try transaction.executeMany(
            """
            INSERT INTO identity_sighting (namespace, value, witness, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (namespace, value, witness) DO UPDATE SET
                at = \(transaction.engine.greatest("identity_sighting.at", "excluded.at"))
            """,
            sightings.map { [.text($0.key.namespace.rawValue), .text($0.key.value), .text($0.witness), time.sqlValue] })
        for key in Set(sightings.map(\.key)) {
            guard let days = rules[key.namespace]?.quarantine?.days else { continue }
            try transaction.execute(
                "DELETE FROM identity_sighting WHERE namespace = $1 AND value = $2 AND at <= $3",
                [key.namespace.rawValue, key.value, time - .days(Int64(days))])
        }
    }

    /// The value belongs to nobody, and who stated it is forgotten.
    static func takeAway(_ key: IdentityKey, in transaction: any SQLTransaction) throws {
        for table in ["identity", "identity_sighting"] {
            try transaction.execute("DELETE FROM \(table) WHERE namespace = $1 AND value = $2", [key.namespace.rawValue, key.value])
        }
    }
}
