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

    /// Using a link again changes nothing, unless the person had consented anew meanwhile: then it withdraws that too.
    package func withdraw(_ token: UnsubscribeToken) async throws {
        let now = clock.now()
        try await database.write { tx in
            let person = try PersonReader().person(token.profileID, in: tx)
            let withdrawals = WithdrawalStore()
            if try withdrawals.contains(person, purpose: token.purpose, channel: token.channel, in: tx) { return }
            try withdrawals.save(person.id, purpose: token.purpose, channel: token.channel, at: now, in: tx)
            // One fact a use: Profile would answer a repeated id with what it said to the first.
            let id = "unsubscribe-\(token.messageID.rawValue)-\(now.microseconds)"
            let fact = Fact.withdrawal(of: token.purpose, channel: token.channel, profile: person.id, id: id, at: now)
            try FactStore().insert([fact], in: tx)
            signals.raiseAll(afterCommitOf: tx)
        }
    }
}
