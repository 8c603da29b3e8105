import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// Takes confirmations by link (double opt-in).
struct ConsentConfirmationDesk: Sendable {
    static let source = "double-opt-in"

    let database: any Database
    let writer: ConsentWriter
    let links: ConsentLinks

    /// A confirmation as its page shows it.
    struct Found: Sendable {
        let confirmation: ConsentConfirmation
        let state: ConsentConfirmation.State
        let purpose: ConsentPurpose?
        let channel: ConsentChannel?
        /// What was shown when the person agreed.
        let text: ConsentText?
    }

    /// Nil when the link is not ours, or the person is gone.
    func find(_ token: String, at now: Instant) async throws -> Found? {
        guard let event = links.confirmation(token) else { return nil }
        return try await database.read { try Self.find(event, at: now, in: $0) }
    }

    /// Confirms; a link that is used, expired or superseded changes nothing.
    func confirm(_ token: String, evidence: ConsentEvidence, at now: Instant) async throws -> Found? {
        guard let event = links.confirmation(token) else { return nil }
        return try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            guard let found = try Self.find(event, at: now, in: transaction), found.state == .open,
                let profile = try IdentityStore.survivor(of: found.confirmation.profileId, in: transaction)
            else { return try Self.find(event, at: now, in: transaction) }
            let confirmation = found.confirmation
            let record = ConsentRecord(
                purpose: confirmation.purpose, channel: confirmation.channel, status: .granted, legalBasis: confirmation.legalBasis,
                source: Self.source, textVersion: confirmation.textVersion, at: now, expiresAt: nil,
                evidence: ConsentEvidence(language: confirmation.language).or(evidence))
            try writer.write([record], of: profile, by: .customer, isConfirmed: true, at: now, in: transaction)
            try confirmation.markUsed(at: now, in: transaction)
            return found
        }
    }

    private static func find(_ event: EventID, at now: Instant, in transaction: any SQLTransaction) throws -> Found? {
        guard let confirmation = try ConsentConfirmation.find(event, in: transaction),
            let profile = try IdentityStore.survivor(of: confirmation.profileId, in: transaction)
        else { return nil }
        let present = try ConsentStore.load(profile, in: transaction)
            .first { $0.purpose == confirmation.purpose && $0.channel == confirmation.channel }
        let catalogue = try ConsentCatalogueStore.current(in: transaction).catalogue
        let purpose = catalogue[confirmation.purpose]
        return Found(
            confirmation: confirmation, state: confirmation.state(at: now, present: present?.status ?? .unknown), purpose: purpose,
            channel: catalogue.channels.first { $0.channel == confirmation.channel },
            text: purpose?.texts.first { $0.version == confirmation.textVersion })
    }
}
