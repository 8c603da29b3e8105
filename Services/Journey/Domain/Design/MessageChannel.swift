package import CommonModels

/// The channels a message step can use.
package enum MessageChannel: String, Hashable, Sendable, CaseIterable {
    case email, inApp, webhook

    /// The channel as consent records name it.
    package var consentChannel: Channel {
        switch self {
        case .email: .email
        case .inApp: .inApp
        case .webhook: .webhook
        }
    }

    /// What a crash in the middle of a delivery means for this channel.
    package var guarantee: Guarantee {
        switch self {
        case .email: .atMostOnce
        case .inApp: .exactlyOnce
        case .webhook: .repeatedWithSameID
        }
    }

    package enum Guarantee: Hashable, Sendable {
        /// SMTP cannot be asked whether it took a message: an interrupted delivery is recorded as `unknown` and never repeated.
        case atMostOnce
        /// Written in the same transaction as the step itself.
        case exactlyOnce
        /// Standard Webhooks repeats with the same `webhook-id`, by which the receiver tells a repetition.
        case repeatedWithSameID
    }
}
