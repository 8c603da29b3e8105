import CommonModels
import JourneyDomain

extension Journey {
    /// The wire form, with what keeps the draft from being published.
    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id.rawValue), "key": .string(key.rawValue), "name": name.json, "status": .string(status.rawValue),
            "revision": .integer(Int64(revision)), "document": draft,
            "issues": .array(JourneyDocument.issues(of: draft).map(\.json)),
        ]
        if let liveVersion { object["liveVersion"] = .integer(Int64(liveVersion)) }
        if let publishedAt { object["publishedAt"] = .string(publishedAt.rfc3339) }
        object["createdAt"] = .string(createdAt.rfc3339)
        object["updatedAt"] = .string(updatedAt.rfc3339)
        return .object(object)
    }
}

extension JourneyDocument {
    /// What keeps a document from being published; empty when nothing does.
    static func issues(of json: JSONValue) -> [JourneyIssue] {
        do {
            _ = try JourneyDocument(json: json)
            return []
        } catch {
            return error.issues
        }
    }
}
