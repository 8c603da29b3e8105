import CommonModels
import StorageKit

/// The regional defaults of consent, one row that Profile's feed keeps up to date.
enum ProjectionPolicy {
    static func load(in tx: any SQLTransaction) throws -> ConsentPolicy? {
        guard let row = try tx.row("SELECT policy FROM projected_consent_policy WHERE id = 1") else { return nil }
        guard let policy = ConsentPolicy(json: try row.json("policy")) else { throw StorageError.malformed("the consent policy") }
        return policy
    }

    /// - Returns: whether it differs from what was stored.
    static func save(_ policy: ConsentPolicy, in tx: any SQLTransaction) throws -> Bool {
        let known = try load(in: tx)
        guard known != policy, policy.version >= known?.version ?? 0 else { return false }
        try tx.execute(
            """
            INSERT INTO projected_consent_policy (id, policy) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET policy = excluded.policy
            """, [policy.json])
        return true
    }
}
