/// Whether a person may be reached for a purpose on a channel, and why.
package struct EffectiveConsent: Hashable, Sendable {
    /// What the answer rests on.
    package enum Reason: String, Hashable, Sendable, Codable {
        /// The person's own record for this channel.
        case ownRecord
        /// Their record for every channel.
        case allChannels
        /// Never asked; the default of their region allows it.
        case regionalDefault
        /// Never asked, and the default is to ask first.
        case notAsked
    }

    package static let defaultSource = "regional-default"

    package let purpose: Purpose
    package let channel: Channel
    package let status: ConsentStatus
    package let reason: Reason
    package let finding: ConsentPolicy.Finding
    /// The record behind it; nil when there is none.
    package let record: ConsentView?

    /// What counts at `instant`: what the person said, else the default of their region.
    package init(
        _ purpose: Purpose, on channel: Channel, consents: some Sequence<ConsentView>, policy: ConsentPolicy, country: Country?,
        at instant: Instant
    ) {
        self.purpose = purpose
        self.channel = channel
        finding = policy.standing(of: purpose, on: channel, in: country)
        record = consents.record(for: purpose, on: channel)
        if let record {
            status = record.status(at: instant)
            reason = record.channel == channel ? .ownRecord : .allChannels
        } else {
            status = finding.standing.allowsUse ? .granted : .unknown
            reason = finding.standing.allowsUse ? .regionalDefault : .notAsked
        }
    }
}
