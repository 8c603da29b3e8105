import CommonModels
import ContentDomain

/// Bodies of the API, read with a pointer per mistake.
enum ContentRequests {
    struct Creation {
        let key: ContentKey
        let kind: ContentKind
        let details: ContentDetails
        let variants: ContentVariants
    }

    /// - Throws: ``ContentError/invalid(_:)``
    static func creation(_ body: JSONValue) throws(ContentError) -> Creation {
        let keyText = body["key"]?.stringValue ?? ""
        let kind = (body["kind"]?.stringValue).flatMap { ContentKind(rawValue: $0) }
        var faults: [ContentError.Fault] = []
        if ContentKey(keyText) == nil {
            faults.append(.init("must be 1 to \(ContentKey.lengthMax) of a-z, 0-9, '-', '_' and '.', beginning with a letter", "/key"))
        }
        if kind == nil { faults.append(.init("must be one of \(ContentKind.allCases.map(\.rawValue).joined(separator: ", "))", "/kind")) }
        guard let key = ContentKey(keyText), let kind, faults.isEmpty else { throw .invalid(faults) }
        let variants = try body["variants"].map { json throws(ContentError) in try ContentVariants(json, kind: kind) } ?? ContentVariants()
        return Creation(key: key, kind: kind, details: try details(body), variants: variants)
    }

    /// - Throws: ``ContentError/invalid(_:)``
    static func details(_ body: JSONValue) throws(ContentError) -> ContentDetails {
        guard let purpose = Purpose(rawValue: body["purpose"]?.stringValue ?? Purpose.marketing.rawValue) else {
            throw .invalid([.init("must be a purpose such as marketing", "/purpose")])
        }
        return try ContentDetails(
            name: body["name"]?.stringValue ?? "", folder: body["folder"]?.stringValue ?? "",
            tags: (body["tags"]?.arrayValue ?? []).compactMap(\.stringValue), purpose: purpose,
            defaultLocale: body["defaultLocale"]?.stringValue ?? "ko")
    }
}
