/// The present consent of a person for one purpose on one channel.
package struct ConsentView: Hashable, Sendable, Codable {
    package let purpose: Purpose
    package let channel: Channel
    package let status: ConsentStatus
    /// Since when.
    package let at: Instant
    /// Who recorded it, e.g. `web` or `preference-centre`.
    package let source: String
    package let expiresAt: Instant?

    package init(purpose: Purpose, channel: Channel, status: ConsentStatus, at: Instant, source: String, expiresAt: Instant? = nil) {
        self.purpose = purpose
        self.channel = channel
        self.status = status
        self.at = at
        self.source = source
        self.expiresAt = expiresAt
    }

    /// The status at `instant`: a granted consent ends when it expires.
    package func status(at instant: Instant) -> ConsentStatus {
        if status == .granted, let expiresAt, expiresAt <= instant { return .expired }
        return status
    }
}

extension Sequence where Element == ConsentView {
    /// The record that counts for a purpose on a channel: its own, else the one for `all`. A refusal for `all` that is later
    /// than the channel's own record counts before it: whoever refuses everything means this channel too.
    package func record(for purpose: Purpose, on channel: Channel) -> ConsentView? {
        var own: ConsentView?
        var all: ConsentView?
        for consent in self where consent.purpose == purpose {
            if consent.channel == channel { own = consent }
            if consent.channel == .all { all = consent }
        }
        guard let own, let all, all.status.isRefusal, all.at > own.at else { return own ?? all }
        return all
    }

    /// The status by the person's own records, regional defaults aside; without a record unknown.
    package func status(for purpose: Purpose, on channel: Channel, at instant: Instant) -> ConsentStatus {
        record(for: purpose, on: channel)?.status(at: instant) ?? .unknown
    }
}
