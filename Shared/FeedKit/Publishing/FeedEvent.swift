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
    /// Few and important events can be read alone, see ``FeedTopic``.
    package let topic: FeedTopic?
    /// In place of ``data``, which is then empty: the event's number in the service's own log (``FeedLog``).
    package let reference: Int64?
    /// What `subject` names is gone (http-feeds: `"method": "DELETE"`).
    package let isDeletion: Bool
    /// How far the service had read its neighbours' feeds when this came about: readers know as much before they are told.
    package let seen: FeedPositions

    package init(
        type: String, subject: String?, partitionKey: String, time: Instant, data: String, topic: FeedTopic? = nil,
        isDeletion: Bool = false, seen: FeedPositions = .none
    ) {
        self.type = type
        self.subject = subject
        self.partitionKey = partitionKey
        self.time = time
        self.data = data
        self.topic = topic
        self.isDeletion = isDeletion
        self.seen = seen
        reference = nil
    }

    /// An event that the service's log holds.
    package init(type: String, subject: String, time: Instant, reference: Int64) {
        self.type = type
        self.subject = subject
        partitionKey = subject
        self.time = time
        data = ""
        topic = nil
        isDeletion = false
        seen = .none
        self.reference = reference
    }

    /// An event about a person.
    package init(
        type: String, profile: ProfileID, time: Instant, data: JSONValue, topic: FeedTopic? = nil, isDeletion: Bool = false
    ) {
        self.init(
            type: type, subject: profile.rawValue, partitionKey: profile.rawValue, time: time, data: data.serialized, topic: topic,
            isDeletion: isDeletion)
    }
}
