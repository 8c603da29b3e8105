package import CommonModels

/// Where the person's consent stands for a purpose on a channel.
package struct ConsentCondition: Hashable, Sendable {
    package let purpose: Purpose
    package let channel: Channel
    package let status: ConsentStatus

    package init(purpose: Purpose, channel: Channel, status: ConsentStatus = .granted) {
        self.purpose = purpose
        self.channel = channel
        self.status = status
    }
}
