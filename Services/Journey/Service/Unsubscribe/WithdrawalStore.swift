package import CommonModels
package import StorageKit

/// Withdrawals made by unsubscribe link. They count from the moment the link is used, whether or not Profile has heard
/// of them; a consent granted later, as Profile's feed tells it, ends them.
package struct WithdrawalStore: Sendable {
    package init() {}

    /// Records the latest use of a link.
    package func save(_ profile: ProfileID, purpose: Purpose, channel: Channel, at now: Instant, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO journey_withdrawal (profile_id, purpose, channel, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (profile_id, purpose, channel) DO UPDATE SET at = excluded.at
            """, [profile, purpose.rawValue, channel.rawValue, now])
    }

    /// Whether a withdrawal stands that is not older than the person's latest consent.
    func contains(_ person: Person, purpose: Purpose, channel: Channel, in tx: any SQLTransaction) throws -> Bool {
        let rows = try tx.rows(
            "SELECT channel, at FROM journey_withdrawal WHERE profile_id = $1 AND purpose = $2", [person.id, purpose.rawValue])
        let granted = person.consents.filter {
            $0.purpose == purpose && $0.status == .granted && ($0.channel == channel || $0.channel == .all)
        }.map(\.at).max()
        return try rows.contains { row in
            let withdrawn = try row.text("channel")
            guard withdrawn == channel.rawValue || withdrawn == Channel.all.rawValue else { return false }
            let at = try row.instant("at")
            return granted.map { $0 <= at } ?? true
        }
    }
}
