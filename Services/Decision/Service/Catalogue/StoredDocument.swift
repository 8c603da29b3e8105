package import CommonModels
package import DecisionDomain

/// A catalogue document with what storage adds: its version and when it was made and last changed.
package struct StoredDocument<Document: CatalogueDocument>: Sendable {
    package let document: Document
    package let version: Int64
    package let createdAt: Instant
    package let updatedAt: Instant

    /// The document as its API answers it.
    package var json: JSONValue {
        var object: JSONObject = ["id": .string(document.id.rawValue)]
        for (field, value) in document.json.objectValue ?? [:] { object[field] = value }
        object["version"] = .integer(version)
        object["createdAt"] = .string(createdAt.rfc3339)
        object["updatedAt"] = .string(updatedAt.rfc3339)
        return .object(object)
    }
}
