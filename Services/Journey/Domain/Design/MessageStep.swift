package import CommonModels

/// Sends one message to the person, at most once in a run.
package struct MessageStep: Hashable, Sendable {
    /// Messages a person cannot refuse, such as an order confirmation: no consent is asked and no holdout applies.
    package static let servicePurpose = "transactional"
    package let channel: MessageChannel
    package let purpose: Purpose
    package let content: MessageContent
    /// Where a webhook message goes; nil for the other channels.
    package let url: String?
    package let next: NodeID

    package init(channel: MessageChannel, purpose: Purpose, content: MessageContent, url: String? = nil, next: NodeID) {
        self.channel = channel
        self.purpose = purpose
        self.content = content
        self.url = url
        self.next = next
    }

    package var needsConsent: Bool { purpose.rawValue != Self.servicePurpose }

    package var json: JSONObject {
        var object: JSONObject = ["channel": .string(channel.rawValue), "purpose": .string(purpose.rawValue)]
        object.merge(content.json) { _, new in new }
        if let url { object["url"] = .string(url) }
        object["next"] = .string(next.rawValue)
        return object
    }
}
