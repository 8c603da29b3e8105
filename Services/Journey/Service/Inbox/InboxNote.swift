package import CommonModels
package import JourneyDomain

/// A message in a person's in-app inbox.
package struct InboxNote: Hashable, Sendable, Identifiable {
    package let id: MessageID
    package let profileID: ProfileID
    package let runID: RunID
    package let nodeID: NodeID
    package let journeyID: JourneyID
    package let title: String
    package let body: String
    package let html: String?
    package let createdAt: Instant
    package let readAt: Instant?

    package var json: JSONValue {
        var object: JSONObject = ["id": .string(id.rawValue), "title": .string(title), "body": .string(body)]
        if let html { object["html"] = .string(html) }
        object["createdAt"] = .string(createdAt.rfc3339)
        if let readAt { object["readAt"] = .string(readAt.rfc3339) }
        return .object(object)
    }
}
