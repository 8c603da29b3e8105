import CommonModels
import Foundation
import JourneyDomain
import StorageKit
import SubjectKit

/// Gathers what ``SendGate`` judges, from the database of this moment.
struct SendGateReader: Sendable {
    /// Channels that can send at all.
    let configured: Set<MessageChannel>
    /// Share of people in the global holdout, 0…1.
    let holdoutShare: Double
    /// For people whose zone neither profile nor journey tells.
    let timezone: TimeZone
    private let withdrawals = WithdrawalStore()
    private let policies = PolicyShelf()

    init(configured: Set<MessageChannel>, holdoutShare: Double, timezone: TimeZone) {
        self.configured = configured
        self.holdoutShare = holdoutShare
        self.timezone = timezone
    }

    /// Why a message is held.
    typealias Hold = (reason: SendReason, detail: String?)

    /// The reason to hold the message; nil lets it pass.
    ///
    /// The first time a step asks about the holdout of a person nobody told of their arm, it tells Profile: a measured
    /// effect needs both arms on record.
    /// - Parameter fields: what the message says of the person, as far as it is known yet.
    func judge(
        _ delivery: Delivery, madeOf fields: [DataField] = [], now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws -> Hold? {
        let person = delivery.person
        let channel = delivery.message.channel.consentChannel
        let isHeldOut = person.isHeldOut(share: holdoutShare)
        let consent = person.consent(for: delivery.message.purpose, on: channel, at: now).status
        let gate = SendGate(
            consent: consent,
            isUnsubscribed: try withdrawals.contains(person, purpose: delivery.message.purpose, channel: channel, in: tx),
            isHeldOut: isHeldOut, isChannelConfigured: configured.contains(delivery.message.channel), wasSentBefore: false,
            address: address(delivery), isChannelPreferred: person.preferences.accepts(channel), restriction: person.restriction,
            policyRefusal: try policies.refusal(of: use(delivery.message, fields), in: tx))
        if person.holdoutArm == nil, delivery.message.needsConsent, consent.allowsUse {
            ledger.add(.holdoutArm(of: person.id, isHeldOut: isHeldOut, at: now))
        }
        return gate.holds(delivery.message).map { ($0, gate.detail(of: $0)) }
    }

    /// When the person's hours begin, if they do not want to hear now; nil lets the message pass. Messages nobody can
    /// refuse do not wait, nor does what reaches a system and not the person.
    func opening(_ delivery: Delivery, now: Instant) -> Instant? {
        guard delivery.message.needsConsent, delivery.message.channel != .webhook, let hours = delivery.person.preferences.hours else {
            return nil
        }
        let zone = TimeZoneResolver.resolve(trait: delivery.person.timezone, journey: delivery.timezone, service: timezone)
        return hours.opening(at: now, in: zone.zone)
    }

    /// What a message uses of a person: the address it goes to, and what it is made of.
    private func use(_ message: MessageStep, _ fields: [DataField]) -> DataUse {
        let address: DataField? =
            switch message.channel {
            case .email: DataField(.identity, "email")
            case .inApp, .webhook: nil
            }
        return DataUse(
            .message, purpose: message.purpose, channel: message.channel.consentChannel, fields: [address].compactMap(\.self) + fields)
    }

    private func address(_ delivery: Delivery) -> SendGate.Address {
        switch delivery.message.channel {
        case .inApp, .webhook: return .notNeeded
        case .email:
            guard let email = delivery.person.email else { return .missing }
            return EmailAddress(email) == nil ? .invalid : .known
        }
    }
}
