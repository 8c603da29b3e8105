package import CommonModels

/// What a service wants its feed to say.
package struct FeedEvent: Hashable, Sendable {
    /// One of ``FeedEventType``.
    package let type: String
    /// The object it is about: a profile id for everything about a person.
    package let subject: String?
    /// Events of one key keep their order when replicas share the feed; the profile id where there is one.
    package let partitionKey: String
    /// When it happened.
    package let time: Instant
    /// JSON text; written into the feed as it is.
    package let data: String

    package init(type: String, subject: String?, partitionKey: String, time: Instant, data: String) {
        self.type = type
        self.subject = subject
        self.partitionKey = partitionKey
        self.time = time
        self.data = data
    }

    /// An event about a person.
    package init(type: String, profile: ProfileID, time: Instant, data: JSONValue) {
        self.init(type: type, subject: profile.rawValue, partitionKey: profile.rawValue, time: time, data: data.serialized)
    }
}
