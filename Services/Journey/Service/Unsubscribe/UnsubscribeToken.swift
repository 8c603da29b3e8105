package import CommonModels

/// What an unsubscribe link stands for.
package struct UnsubscribeToken: Hashable, Sendable {
    package let profileID: ProfileID
    package let purpose: Purpose
    package let channel: Channel
    package let messageID: MessageID

    package init(profileID: ProfileID, purpose: Purpose, channel: Channel, messageID: MessageID) {
        self.profileID = profileID
        self.purpose = purpose
        self.channel = channel
        self.messageID = messageID
    }

    var payload: String { "\(profileID.rawValue).\(purpose.rawValue).\(channel.rawValue).\(messageID.rawValue)" }

    init?(payload: String) {
        let parts = payload.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let profile = ProfileID(parts[0]), let purpose = Purpose(rawValue: parts[1]),
            let channel = Channel(rawValue: parts[2]), let message = MessageID(parts[3])
        else { return nil }
        self.init(profileID: profile, purpose: purpose, channel: channel, messageID: message)
    }
}
