package import CommonModels
package import JourneyDomain

/// Who is affected by publishing, now.
package struct PublishImpact: Hashable, Sendable {
    /// People inside; they keep their version.
    package let inside: Int64
    /// People in the entry's segment now, who enter at once with `backfill`; nil for an event entry, which nobody enters
    /// before the next event.
    package let members: Int64?
    package let nextVersion: Int
    /// What keeps the draft from being published.
    package let issues: [JourneyIssue]

    package var json: JSONValue {
        var object: JSONObject = ["peopleInside": .integer(inside), "nextVersion": .integer(Int64(nextVersion))]
        if let members { object["peopleInSegment"] = .integer(members) }
        object["issues"] = .array(issues.map(\.json))
        return .object(object)
    }
}

extension JourneyIssue {
    var json: JSONValue {
        var object: JSONObject = ["code": .string(code.rawValue), "detail": .string(detail), "pointer": .string(pointer)]
        if let node { object["node"] = .string(node) }
        return .object(object)
    }
}
