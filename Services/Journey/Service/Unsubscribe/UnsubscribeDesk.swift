package import CommonModels
import JourneyDomain
package import StorageKit

/// Takes withdrawals of consent by link. They count here at once and are told to Profile until it has them.
package struct UnsubscribeDesk: Sendable {
    let database: any Database
    let clock: WallClock
    let links: UnsubscribeLinks
    let signals: JourneySignals

    package init(database: any Database, clock: WallClock, links: UnsubscribeLinks, signals: JourneySignals) {
        self.database = database
        self.clock = clock
        self.links = links
        self.signals = signals
    }

    /// nil when the link was not signed here.
    package func token(_ text: String) -> UnsubscribeToken? { links.token(text) }

    /// Using a link again changes nothing.
    package func withdraw(_ token: UnsubscribeToken) async throws {
        let now = clock.now()
        try await database.write { tx in
            let profile = try PersonReader().current(token.profileID, in: tx)
            // The latest use counts: consent granted after an earlier use is withdrawn by this one.
            try tx.execute(
                "DELETE FROM journey_withdrawal WHERE profile_id = $1 AND purpose = $2 AND channel = $3 AND at < $4",
                [profile, token.purpose.rawValue, token.channel.rawValue, now])
            guard try WithdrawalStore().insert(profile, purpose: token.purpose, channel: token.channel, at: now, in: tx) else { return }
            let fact = Fact.withdrawal(
                of: token.purpose, channel: token.channel, profile: profile, id: "unsubscribe-\(token.messageID.rawValue)", at: now)
            try FactStore().insert([fact], in: tx)
            signals.raiseAll(afterCommitOf: tx)
        }
    }
}
