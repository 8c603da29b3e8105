package import CommonModels

/// What an offer shows in one placement.
package enum OfferContent: Hashable, Sendable {
    /// A content item by its key; the caller renders it through Content.
    case item(String)
    /// The content itself, passed through as it is.
    case inline(JSONValue)

    /// Bytes of one inline content.
    package static let inlineBytesMax = 16_384

    package var json: JSONValue {
        switch self {
        case .item(let key): .object(["item": .string(key)])
        case .inline(let value): .object(["inline": value])
        }
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (OfferContent?, [FieldProblem]) {
        var reader = DocumentReader(value, at: pointer)
        let item = reader.text("item", max: CatalogueKey.lengthMax, required: false)
        let inline = reader.value("inline")
        reader.closeUnknown()
        switch (item, inline) {
        case (let item?, nil):
            return (.item(item), reader.problems)
        case (nil, let inline?):
            if inline.serialized.utf8.count > inlineBytesMax {
                reader.reject("inline", "must be at most \(inlineBytesMax) bytes")
            }
            return (.inline(inline), reader.problems)
        case (nil, nil), (_?, _?):
            reader.reject("", "needs either item or inline")
            return (nil, reader.problems)
        }
    }
}
