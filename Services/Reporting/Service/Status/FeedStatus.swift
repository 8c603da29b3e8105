import CommonModels

/// How far one neighbour's feed is applied here.
struct FeedStatus: Sendable {
    let source: ServiceName
    /// Id of the last event applied.
    let applied: Int64
    /// The newest event's id; nil when the neighbour does not answer.
    let head: Int64?
    let isAtEnd: Bool

    var json: JSONValue {
        var members: JSONObject = ["source": .string(source.rawValue), "applied": .integer(applied), "isAtEnd": .bool(isAtEnd)]
        if let head { members["head"] = .integer(head) }
        return .object(members)
    }
}
