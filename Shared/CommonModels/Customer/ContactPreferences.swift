/// How a person likes to be reached, as they said themselves; kept as traits, so that every service knows.
package struct ContactPreferences: Hashable, Sendable {
    package static let channelsTrait = "contact_channels"

    /// The channels they chose; nil when they chose none: then every channel will do.
    package let channels: Set<Channel>?
    /// Nil for any time.
    package let hours: ContactHours?

    package init(channels: Set<Channel>?, hours: ContactHours?) {
        self.channels = channels
        self.hours = hours
    }

    /// What cannot be read counts as not said.
    package init(trait: (String) -> JSONValue?) {
        let named = trait(Self.channelsTrait)?.arrayValue?.compactMap { $0.stringValue.flatMap(Channel.init) } ?? []
        self.init(channels: named.isEmpty ? nil : Set(named), hours: trait(ContactHours.trait)?.stringValue.flatMap { ContactHours($0) })
    }

    /// The traits that keep it; null removes one.
    package var traits: JSONObject {
        [
            Self.channelsTrait: channels.map { .array($0.map(\.rawValue).sorted().map { .string($0) }) } ?? .null,
            ContactHours.trait: hours.map { .string($0.text) } ?? .null,
        ]
    }

    /// Whether the person wants to hear on a channel. A webhook reaches a system, not a person.
    package func accepts(_ channel: Channel) -> Bool { channel == .webhook || channels?.contains(channel) ?? true }
}
