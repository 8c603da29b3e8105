import CommonModels

/// What stands around the items of a batch.
struct BatchEnvelope {
    private(set) var items: [Range<Int>]?
    /// With `integrations`, which stand beside it.
    var context: JSONObject? {
        guard let integrations, !integrations.isEmpty else { return ownContext }
        var context = ownContext ?? [:]
        let inside = context[IncomingCall.integrations]?.objectValue ?? [:]
        context[IncomingCall.integrations] = .object(inside.merging(integrations) { $1 })
        return context
    }
    private(set) var sentAt: Instant?
    private(set) var writeKey: String?
    private var ownContext: JSONObject?
    private var integrations: JSONObject?

    mutating func read(_ body: UnsafeBufferPointer<UInt8>) throws(JSONParseError) {
        var reader = JSONReader(body)
        try reader.readObject { key, escaped, reader throws(JSONParseError) in
            switch try reader.memberName(key, hasEscapes: escaped) {
            case "batch" where reader.peek() == UInt8(ascii: "["):
                var ranges: [Range<Int>] = []
                try reader.readArray { reader throws(JSONParseError) in ranges.append(try reader.skipValue()) }
                items = ranges
            case "context": ownContext = try reader.readValue().objectValue
            case IncomingCall.integrations: integrations = try reader.readValue().objectValue
            case "sentAt": sentAt = try reader.readValue().stringValue.flatMap { Instant(rfc3339: $0) }
            case "writeKey": writeKey = try reader.readValue().stringValue
            default: try reader.skipValue()
            }
        }
        try reader.expectEnd()
    }
}

extension JSONReader {
    /// The text of one member of the object that comes next; nil when absent or no string.
    mutating func topLevelText(named name: String) throws(JSONParseError) -> String? {
        guard peek() == UInt8(ascii: "{") else { return nil }
        var found: String?
        try readObject { key, escaped, reader throws(JSONParseError) in
            let isWanted = try reader.memberName(key, hasEscapes: escaped) == name
            if isWanted, reader.peek() == UInt8(ascii: "\"") {
                found = try reader.readString()
            } else {
                try reader.skipValue()
            }
        }
        return found
    }
}
