package import CommonModels
import OrderedCollections

/// A cap that many offers share: of a channel, a category, or of everything.
package struct SharedCap: Sendable, Identifiable {
    package let id: SharedCapID
    package let scope: CapScope
    package let cap: Cap
    package let status: CatalogueStatus
}

extension SharedCap: CatalogueDocument {
    package static var kind: String { "cap" }
    package var key: String { cap.key }
    package var statusName: String { status.rawValue }

    package init(id: SharedCapID, json: JSONValue) throws(DocumentProblems) {
        var reader = DocumentReader(json)
        let scope = reader.required("scope").map { SharedCap.scope($0) }
        let cap = Cap.read(&reader)
        let status: CatalogueStatus? = reader.choice("status", default: .live)
        reader.absorb(scope?.1 ?? [])
        try reader.finish()
        guard let scope = scope?.0, let cap, let status else { throw DocumentProblems(reader.problems) }
        self.init(id: id, scope: scope, cap: cap, status: status)
    }

    package var json: JSONValue {
        var object = cap.json.objectValue ?? [:]
        object["scope"] = scopeJSON
        object["status"] = .string(status.rawValue)
        return .object(object)
    }

    private var scopeJSON: JSONValue {
        switch scope {
        case .channel(let channel): .object(["channel": .string(channel.rawValue)])
        case .category(let category): .object(["category": .string(category)])
        case .offer, .placement, .overall: .string("overall")
        }
    }

    /// `"overall"`, `{"channel":"email"}` or `{"category":"coupon"}`.
    private static func scope(_ value: JSONValue) -> (CapScope?, [FieldProblem]) {
        if value.stringValue == "overall" { return (.overall, []) }
        if let name = value["channel"]?.stringValue, let channel = Channel(rawValue: name), channel != .all {
            return (.channel(channel), [])
        }
        if let category = value["category"]?.stringValue, CatalogueKey.isValid(category) { return (.category(category), []) }
        return (nil, [FieldProblem(pointer: "/scope", detail: #"must be "overall", {"channel":"email"} or {"category":"coupon"}"#)])
    }
}
