/// Why a message was not sent, or not sent yet. The raw value is the reason code in facts, feed and API.
package enum SendReason: String, Hashable, Sendable, CaseIterable {
    case consentMissing, consentDenied, consentWithdrawn, consentExpired
    /// Granted and not confirmed yet (double opt-in).
    case consentPending
    /// The person chose other channels.
    case channelNotPreferred
    /// The person does not want to hear at this hour; it is sent when their hours begin.
    case outsidePreferredHours
    case unsubscribed
    /// The person asked that their data be not used; or objects to what the message is for.
    case restricted, objected
    /// A policy stands against using the address, or what the message is made of, for this.
    case policyDenied
    case addressMissing, addressInvalid
    case holdout
    case channelNotConfigured
    case contentNotFound, contentIncomplete
    case alreadySent
    case addressNotAllowed
    /// The run ended before the message left: the goal was reached, the journey archived, or the other run of the same
    /// person goes on.
    case goalReached, journeyArchived, mergedDuplicate
    /// The receiver refused for good.
    case refused
    /// Every attempt failed.
    case attemptsExhausted
    /// The process or the connection ended in the middle of the delivery.
    case interrupted
    /// A neighbour or the receiver did not answer; there will be another attempt.
    case retrying
}
