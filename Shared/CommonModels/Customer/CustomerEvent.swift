/// Something that happened to or by a customer, as Profile's log keeps it.
package struct CustomerEvent: Hashable, Sendable, Codable, Identifiable {
    package let id: EventID
    /// The sender's own id; the key of deduplication.
    package let messageId: String
    package let profileId: ProfileID
    package let type: CustomerEventType
    /// The event's name for `track`, the page's or screen's name for those, else nil.
    package let name: String?
    package let userId: String?
    package let anonymousId: String?
    /// When it happened, corrected for the sender's clock.
    package let time: Instant
    package let receivedAt: Instant
    /// The source whose key sent it.
    package let source: String
    package let properties: JSONObject
    package let context: JSONObject

    package init(
        id: EventID, messageId: String, profileId: ProfileID, type: CustomerEventType, name: String?, userId: String?,
        anonymousId: String?, time: Instant, receivedAt: Instant, source: String, properties: JSONObject, context: JSONObject
    ) {
        self.id = id
        self.messageId = messageId
        self.profileId = profileId
        self.type = type
        self.name = name
        self.userId = userId
        self.anonymousId = anonymousId
        self.time = time
        self.receivedAt = receivedAt
        self.source = source
        self.properties = properties
        self.context = context
    }
}

extension CustomerEvent {

    package init(from decoder: any Decoder) throws {
        let tree = try JSONValue(from: decoder)
        guard let event = CustomerEvent(json: tree) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a customer event"))
        }
        self = event
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// Reads the data of a feed event without JSONDecoder; nil when a required member is missing or malformed.
    package init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue.flatMap(EventID.init), let messageId = json["messageId"]?.stringValue,
            let profileId = json["profileId"]?.stringValue.flatMap(ProfileID.init),
            let type = json["type"]?.stringValue.flatMap(CustomerEventType.init),
            let time = json["time"]?.stringValue.flatMap({ Instant(rfc3339: $0) }),
            let receivedAt = json["receivedAt"]?.stringValue.flatMap({ Instant(rfc3339: $0) }),
            let source = json["source"]?.stringValue
        else { return nil }
        self.init(
            id: id, messageId: messageId, profileId: profileId, type: type, name: json["name"]?.stringValue,
            userId: json["userId"]?.stringValue, anonymousId: json["anonymousId"]?.stringValue, time: time,
            receivedAt: receivedAt, source: source, properties: json["properties"]?.objectValue ?? [:],
            context: json["context"]?.objectValue ?? [:])
    }

    /// The wire form; members without a value are left out.
    package var json: JSONValue {
        var members: JSONObject = [
            "id": .string(id.rawValue), "messageId": .string(messageId), "profileId": .string(profileId.rawValue),
            "type": .string(type.rawValue),
        ]
        if let name { members["name"] = .string(name) }
        if let userId { members["userId"] = .string(userId) }
        if let anonymousId { members["anonymousId"] = .string(anonymousId) }
        members["time"] = .string(time.rfc3339)
        members["receivedAt"] = .string(receivedAt.rfc3339)
        members["source"] = .string(source)
        members["properties"] = .object(properties)
        members["context"] = .object(context)
        return .object(members)
    }
}
