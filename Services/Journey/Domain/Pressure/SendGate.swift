package import CommonModels

/// Everything that can keep a message from a person, judged at the moment of sending.
package struct SendGate: Hashable, Sendable {
    package var consent: ConsentStatus
    /// A withdrawal by unsubscribe link that Profile has not confirmed through its feed yet.
    package var isUnsubscribed: Bool
    package var isHeldOut: Bool
    package var isChannelConfigured: Bool
    /// The same step was already sent to the same person under another profile id.
    package var wasSentBefore: Bool
    package var address: Address
    /// Whether the channel is one of those the person chose, or they chose none.
    package var isChannelPreferred: Bool
    /// What the person's data may not be used for.
    package var restriction: UseRestriction
    /// The policy that stands against using the address, or what the message is made of, for this purpose on this channel.
    package var policyRefusal: PolicyRefusal?

    package enum Address: Hashable, Sendable {
        /// The channel needs none.
        case notNeeded
        case missing
        case invalid
        case known
    }

    package init(
        consent: ConsentStatus, isUnsubscribed: Bool, isHeldOut: Bool, isChannelConfigured: Bool, wasSentBefore: Bool, address: Address,
        isChannelPreferred: Bool = true, restriction: UseRestriction = .none, policyRefusal: PolicyRefusal? = nil
    ) {
        self.consent = consent
        self.isUnsubscribed = isUnsubscribed
        self.isHeldOut = isHeldOut
        self.isChannelConfigured = isChannelConfigured
        self.wasSentBefore = wasSentBefore
        self.address = address
        self.isChannelPreferred = isChannelPreferred
        self.restriction = restriction
        self.policyRefusal = policyRefusal
    }

    /// What is to be said beside the reason.
    package func detail(of reason: SendReason) -> String? { reason == .policyDenied ? policyRefusal?.description : nil }

    /// The first reason to hold the message; nil lets it pass. The law comes first, then the person's wish, then
    /// the experiment, then technique.
    package func holds(_ message: MessageStep) -> SendReason? {
        if restriction.isRestricted { return .restricted }
        if wasSentBefore { return .alreadySent }
        if restriction.forbids(message.purpose) { return .objected }
        if policyRefusal != nil { return .policyDenied }
        if message.needsConsent {
            if isUnsubscribed { return .unsubscribed }
            if let reason = Self.reason(for: consent) { return reason }
            if !isChannelPreferred { return .channelNotPreferred }
            if isHeldOut { return .holdout }
        }
        if !isChannelConfigured { return .channelNotConfigured }
        switch address {
        case .notNeeded, .known: return nil
        case .missing: return .addressMissing
        case .invalid: return .addressInvalid
        }
    }

    private static func reason(for consent: ConsentStatus) -> SendReason? {
        switch consent {
        case .granted: nil
        case .denied: .consentDenied
        case .withdrawn: .consentWithdrawn
        case .expired: .consentExpired
        case .pending: .consentPending
        case .unknown: .consentMissing
        }
    }
}
