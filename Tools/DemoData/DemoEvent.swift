package import CommonModels

/// One call as the retailer's systems would send it.
package struct DemoEvent: Sendable {
    package let source: DemoSource
    package let time: Instant
    package let type: CustomerEventType
    package let name: String?
    package let userId: String?
    package let anonymousId: String?
    package let messageId: String
    /// `traits` of identify, else `properties`.
    package let properties: JSONObject

    /// The item of a `/v1/batch` request.
    package var json: JSONValue {
        var members: JSONObject = [
            "type": .string(type.rawValue), "messageId": .string(messageId), "timestamp": .string(time.rfc3339),
            "context": ["channel": .string(source.rawValue)],
        ]
        if let name { members[type == .track ? "event" : "name"] = .string(name) }
        if let userId { members["userId"] = .string(userId) }
        if let anonymousId { members["anonymousId"] = .string(anonymousId) }
        members[type == .identify ? "traits" : "properties"] = .object(properties)
        return .object(members)
    }
}
