/// Something that happened to a subject that is no person, as Profile keeps it and its feed tells it: the weather of a city, the
/// result of a match, the price of a product, the status of a flight.
package struct ExternalSignal: Hashable, Sendable, Identifiable {
    package static let nameLengthMax = 200  // characters

    package let id: SignalID
    /// The sender's own id; with the source the key of deduplication.
    package let messageId: String
    package let subject: SignalSubject
    /// `Rain Started`, `Match Ended`, `Price Changed`.
    package let name: String
    package let properties: JSONObject
    package let time: Instant
    package let receivedAt: Instant
    /// The source whose key sent it.
    package let source: String

    package init(
        id: SignalID, messageId: String, subject: SignalSubject, name: String, properties: JSONObject, time: Instant, receivedAt: Instant,
        source: String
    ) {
        self.id = id
        self.messageId = messageId
        self.subject = subject
        self.name = name
        self.properties = properties
        self.time = time
        self.receivedAt = receivedAt
        self.source = source
    }

    package var json: JSONValue {
        [
            "id": .string(id.rawValue), "messageId": .string(messageId), "subject": subject.json, "name": .string(name),
            "properties": .object(properties), "time": .string(time.rfc3339), "receivedAt": .string(receivedAt.rfc3339),
            "source": .string(source),
        ]
    }

    /// Reads the data of a feed event; nil when a member is missing or malformed.
    package init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue.flatMap(SignalID.init), let messageId = json["messageId"]?.stringValue,
            let subject = SignalSubject(json: json["subject"]), let name = json["name"]?.stringValue,
            let time = json["time"]?.stringValue.flatMap({ Instant(rfc3339: $0) }),
            let receivedAt = json["receivedAt"]?.stringValue.flatMap({ Instant(rfc3339: $0) }), let source = json["source"]?.stringValue
        else { return nil }
        self.init(
            id: id, messageId: messageId, subject: subject, name: name, properties: json["properties"]?.objectValue ?? [:], time: time,
            receivedAt: receivedAt, source: source)
    }
}
