package import CommonModels
import ProfileDomain
package import StorageKit

/// What may be done with proof beside keeping it.
package enum ConsentProof {
    /// What stands for a person who was erased.
    package static let nobody = "erased"

    /// Lets `body` change or remove the proof of these profiles, which the schema refuses otherwise: for erasure, and where
    /// the undoing of a merge gives statements back to whose events made them. Of nobody else, and only in this transaction.
    package static func permit<T>(
        changesOf profiles: [ProfileID], in transaction: any SQLTransaction, _ body: () throws -> T
    ) throws -> T {
        let rows = Set(profiles).map { [$0.sqlValue] }
        try transaction.insert(into: "consent_proof_permit", columns: ["profile_id"], rows: rows)
        let answer = try body()
        try transaction.executeMany("DELETE FROM consent_proof_permit WHERE profile_id = $1", rows)
        return answer
    }

    /// Makes every proof of these profiles nameless: what was said when on which text stays for statistics, who said it does
    /// not. Also removes what else this chapter keeps of them. For erasure; runs in its transaction.
    /// - Parameter name: what stands for them afterwards.
    /// - Returns: proofs made nameless.
    @discardableResult
    package static func anonymize(_ profiles: [ProfileID], as name: String = nobody, in transaction: any SQLTransaction) throws -> Int {
        try permit(changesOf: profiles, in: transaction) {
            var count = 0
            for profile in profiles {
                count += try transaction.execute(
                    """
                    UPDATE consent_record SET profile_id = $2, event_id = NULL, ip = NULL, user_agent = NULL WHERE profile_id = $1
                    """, [profile, name])
                for table in ["consent", "consent_confirmation", "consent_signal"] {
                    try transaction.execute("DELETE FROM \(table) WHERE profile_id = $1", [profile])
                }
            }
            return count
        }
    }

    /// Takes address and browser out of proof that is old enough, a few thousand at a time.
    /// - Returns: proofs they were taken out of; 0 when nothing is left.
    static func forgetAddresses(at now: Instant, in transaction: any SQLTransaction) throws -> Int {
        let days = try ConsentCatalogueStore.current(in: transaction).catalogue.addressDays
        return try transaction.execute(
            """
            UPDATE consent_record SET ip = NULL, user_agent = NULL WHERE record_id IN (
                SELECT record_id FROM consent_record WHERE (ip IS NOT NULL OR user_agent IS NOT NULL) AND recorded_at < $1
                ORDER BY recorded_at LIMIT 2000)
            """, [now - .days(Int64(days))])
    }
}
