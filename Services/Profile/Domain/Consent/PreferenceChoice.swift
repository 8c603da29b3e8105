package import CommonModels

/// What a person left switched on or off in the preference centre.
package struct PreferenceChoice: Hashable, Sendable {
    package let purpose: Purpose
    package let channel: Channel
    package let isWanted: Bool
    /// The version of the text that stood beside the switch.
    package let textVersion: String?

    package init(purpose: Purpose, channel: Channel, isWanted: Bool, textVersion: String?) {
        self.purpose = purpose
        self.channel = channel
        self.isWanted = isWanted
        self.textVersion = textVersion
    }

    /// The status this choice states, where consent stands as `present`; nil when it changes nothing.
    ///
    /// A switch left off where nobody was ever asked states nothing: silence is no refusal. What waits for its confirmation
    /// goes on waiting while it is wanted.
    package func statement(present: EffectiveConsent) -> ConsentStatus? {
        switch present.status {
        case .granted:
            guard !isWanted else { return nil }
            return present.reason == .regionalDefault ? .denied : .withdrawn
        case .pending: return isWanted ? nil : .withdrawn
        case .denied, .withdrawn, .expired, .unknown: return isWanted ? .granted : nil
        }
    }
}
