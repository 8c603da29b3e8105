import CommonModels
import StorageKit
import Synchronization

/// The regional defaults of consent, one row that Profile's feed keeps up to date.
enum ProjectionPolicy {
    /// The text read last and what it says: it is asked for with every person, and changes a few times a year.
    private static let last = Mutex<(text: String, policy: ConsentPolicy)?>(nil)

    static func load(in tx: any SQLTransaction) throws -> ConsentPolicy? {
        guard let row = try tx.row("SELECT policy FROM projected_consent_policy WHERE id = 1") else { return nil }
        let text = try row.text("policy")
        if let known = last.withLock({ $0?.text == text ? $0?.policy : nil }) { return known }
        guard let policy = ConsentPolicy(json: try row.json("policy")) else { throw StorageError.malformed("the consent policy") }
        last.withLock { $0 = (text, policy) }
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
