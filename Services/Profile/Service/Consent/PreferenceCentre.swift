import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// What a person sees and changes of their own consents by a signed link.
struct PreferenceCentre: Sendable {
    static let source = SourcePriority.preferenceCentre
    static let eventName = "Preferences Updated"
    static let historyMax = 50

    let database: any Database
    let writer: ConsentWriter
    let history: ConsentHistory
    let links: ConsentLinks
    let feed: Feed
    let ids: IDGenerator

    /// What the page shows.
    struct Sheet: Sendable {
        let profile: ProfileID
        let catalogue: ConsentCatalogue
        let standing: ConsentHistory.Standing
        let contact: ContactPreferences
        /// An address of the person, to be shown masked.
        let email: String?
        let records: [ConsentHistory.Proof]

        func consent(_ purpose: Purpose, _ channel: Channel) -> EffectiveConsent? {
            standing.items.first { $0.purpose == purpose && $0.channel == channel }
        }

        /// The purposes that are a choice where the person lives.
        var offered: [ConsentPurpose] {
            catalogue.purposes.filter { purpose in
                purpose.isOffered
                    && purpose.channels.contains { consent(purpose.key, $0).map { $0.finding.standing != .notApplicable } ?? true }
            }
        }
    }

    /// What was sent with the form.
    struct Change: Sendable {
        let choices: [PreferenceChoice]
        let contact: ContactPreferences
        let evidence: ConsentEvidence
    }

    /// Nil when the person is gone.
    func sheet(of id: ProfileID, at now: Instant) async throws -> Sheet? {
        guard let records = try await history.records(of: id, limit: Self.historyMax, before: nil) else { return nil }
        return try await database.read { transaction in
            guard let profile = try IdentityStore.survivor(of: id, in: transaction),
                let standing = try ConsentHistory.standing(of: profile, at: now, in: transaction)
            else { return nil }
            let traits = try TraitStore.profiles.sheets(of: [profile], in: transaction)[profile] ?? TraitSheet()
            let email = try transaction.row(
                "SELECT value FROM identity WHERE profile_id = $1 AND namespace = $2 ORDER BY last_seen DESC LIMIT 1",
                [profile, IdentityNamespace.email.rawValue]
            )?.text("value")
            return Sheet(
                profile: profile, catalogue: try ConsentCatalogueStore.current(in: transaction).catalogue, standing: standing,
                contact: ContactPreferences { traits.view($0)?.value }, email: email, records: records)
        }
    }

    /// Records what changed; what is as it was leaves no record.
    /// - Returns: how many statements were recorded; nil when the person is gone.
    func save(_ change: Change, of id: ProfileID, at now: Instant) async throws -> Int? {
        try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            guard let profile = try IdentityStore.survivor(of: id, in: transaction),
                let standing = try ConsentHistory.standing(of: profile, at: now, in: transaction)
            else { return nil }
            let catalogue = try ConsentCatalogueStore.current(in: transaction).catalogue
            let records = change.choices.compactMap { choice -> ConsentRecord? in
                let present = standing.items.first { $0.purpose == choice.purpose && $0.channel == choice.channel }
                guard let present, let status = choice.statement(present: present) else { return nil }
                return record(choice, status, catalogue, change.evidence, at: now)
            }
            try writer.write(records, of: profile, by: .customer, isConfirmed: false, at: now, in: transaction)
            try keep(change.contact, of: profile, at: now, in: transaction)
            return records.count
        }
    }

    /// Withdraws every purpose that is asked, on every channel.
    /// - Returns: false when the person is gone.
    func withdrawAll(of id: ProfileID, evidence: ConsentEvidence, at now: Instant) async throws -> Bool {
        try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            guard let profile = try IdentityStore.survivor(of: id, in: transaction) else { return false }
            let catalogue = try ConsentCatalogueStore.current(in: transaction).catalogue
            let present = try ConsentStore.load(profile, in: transaction)
            let records = catalogue.purposes.filter(\.isOffered).filter { !present.isRefused($0) }.map { purpose in
                let choice = PreferenceChoice(
                    purpose: purpose.key, channel: .all, isWanted: false, textVersion: purpose.text?.version)
                return record(choice, .withdrawn, catalogue, evidence, at: now)
            }
            try writer.write(records, of: profile, by: .customer, isConfirmed: false, at: now, in: transaction)
            return true
        }
    }

    private func record(
        _ choice: PreferenceChoice, _ status: ConsentStatus, _ catalogue: ConsentCatalogue, _ evidence: ConsentEvidence, at now: Instant
    ) -> ConsentRecord {
        ConsentRecord(
            purpose: choice.purpose, channel: choice.channel, status: status, legalBasis: catalogue[choice.purpose]?.legalBasis ?? .consent,
            source: Self.source, textVersion: choice.textVersion, at: now, expiresAt: nil, evidence: evidence)
    }

    /// How the person likes to be reached is kept as traits: every service knows them.
    private func keep(_ contact: ContactPreferences, of profile: ProfileID, at now: Instant, in transaction: any SQLTransaction) throws {
        var sheet = try TraitStore.profiles.sheets(of: [profile], in: transaction)[profile] ?? TraitSheet()
        guard contact != ContactPreferences(trait: { sheet.view($0)?.value }) else { return }
        let outcome = sheet.state(contact.traits, TraitWord(kind: .zeroParty, at: now, source: Self.source))
        try TraitStore.profiles.save([profile.rawValue: outcome.written], in: transaction)
        var change = ProfileChange(profileId: profile)
        change.add(outcome)
        let telling = ConsentEvents.preferences(Self.eventName, contact.traits, of: profile, event: ids.next(), at: now)
        try EventLog.append([telling.entry], in: transaction)
        try feed.publish([change.feedEvent(at: now)].compactMap(\.self) + [telling.feedEvent], in: transaction)
    }
}

extension [ConsentView] {
    /// Whether a later refusal would say nothing new: it stands for all channels, and none was agreed to after it.
    fileprivate func isRefused(_ purpose: ConsentPurpose) -> Bool {
        guard contains(where: { $0.purpose == purpose.key && $0.channel == .all && $0.status.isRefusal }) else { return false }
        let channels = Set(purpose.channels).union(filter { $0.purpose == purpose.key }.map(\.channel))
        return channels.allSatisfy { record(for: purpose.key, on: $0)?.status.isRefusal ?? false }
    }
}
