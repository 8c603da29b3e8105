/// One CloudEvents 1.0 event of a service's feed.
package struct CloudEvent: Hashable, Sendable, Identifiable {
    /// The feed's own sequence in decimal; strictly increasing within a feed.
    package let id: String
    /// Reverse DNS, see ``FeedEventType``.
    package let type: String
    /// The service that published it, e.g. `/profile`.
    package let source: String
    package let time: Instant
    /// The id of the object it is about; a profile id for everything about a person.
    package let subject: String?
    package let data: JSONValue
    /// How far the publisher had read other feeds when this came about; an extension attribute, `"seen":"profile=1234"`.
    package let seen: FeedPositions

    package init(
        id: String, type: String, source: String, time: Instant, subject: String?, data: JSONValue, seen: FeedPositions = .none
    ) {
        self.id = id
        self.type = type
        self.source = source
        self.time = time
        self.subject = subject
        self.data = data
        self.seen = seen
    }

    /// Reads the structured JSON form; nil when a required attribute is missing.
    package init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue, let type = json["type"]?.stringValue, let source = json["source"]?.stringValue,
            let time = json["time"]?.stringValue.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        let seen = json["seen"]?.stringValue.flatMap { FeedPositions(text: $0) } ?? .none
        self.init(
            id: id, type: type, source: source, time: time, subject: json["subject"]?.stringValue, data: json["data"] ?? .null, seen: seen)
    }
}
