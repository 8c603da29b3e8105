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
    /// The consent that counts for a purpose on a channel: its own record, else the one for `all`, else unknown.
    package func status(for purpose: Purpose, on channel: Channel, at instant: Instant) -> ConsentStatus {
        let ofPurpose = filter { $0.purpose == purpose }
        let record = ofPurpose.first { $0.channel == channel } ?? ofPurpose.first { $0.channel == .all }
        return record?.status(at: instant) ?? .unknown
    }
}
