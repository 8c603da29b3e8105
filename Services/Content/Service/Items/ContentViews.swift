import CommonModels
import ContentDomain

extension ContentItem {
    /// The item as the API shows it.
    var json: JSONValue {
        var members: JSONObject = [
            "id": .string(id.rawValue), "key": .string(key.rawValue), "kind": .string(kind.rawValue), "name": .string(details.name),
            "folder": .string(details.folder), "tags": .array(details.tags.map { .string($0) }), "purpose": .string(details.purpose.rawValue),
            "defaultLocale": .string(details.defaultLocale), "status": .string(status.rawValue), "latestVersion": .integer(Int64(latestVersion)),
        ]
        if let publishedVersion { members["publishedVersion"] = .integer(Int64(publishedVersion)) }
        members["revision"] = .integer(Int64(revision))
        members["createdAt"] = .string(createdAt.rfc3339)
        members["updatedAt"] = .string(updatedAt.rfc3339)
        return .object(members)
    }
}

extension ContentVersion {
    var json: JSONValue {
        var members: JSONObject = [
            "itemId": .string(itemID.rawValue), "version": .integer(Int64(number)), "variants": variants.json,
            "createdAt": .string(createdAt.rfc3339), "updatedAt": .string(updatedAt.rfc3339), "writtenBy": .string(writtenBy),
        ]
        if let publishedAt { members["publishedAt"] = .string(publishedAt.rfc3339) }
        if let publishedBy { members["publishedBy"] = .string(publishedBy) }
        return .object(members)
    }
}

extension ContentFinding {
    var json: JSONValue {
        [
            "code": .string(code.rawValue), "severity": .string(severity.rawValue), "detail": .string(sentence), "pointer": .string(pointer),
            "line": .integer(Int64(line)),
        ]
    }
}
