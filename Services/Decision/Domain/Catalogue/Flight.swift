package import CommonModels

/// The dates an offer may be shown: from `starts` (inclusive) to `ends` (exclusive); an open side has no bound.
package struct Flight: Hashable, Sendable {
    package static let always = Flight(starts: nil, ends: nil)
    package let starts: Instant?
    package let ends: Instant?

    package init(starts: Instant?, ends: Instant?) {
        self.starts = starts
        self.ends = ends
    }

    package func contains(_ at: Instant) -> Bool {
        if let starts, at < starts { return false }
        if let ends, at >= ends { return false }
        return true
    }

    package var json: JSONValue {
        var object: JSONObject = [:]
        if let starts { object["starts"] = .string(starts.rfc3339) }
        if let ends { object["ends"] = .string(ends.rfc3339) }
        return .object(object)
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (Flight?, [FieldProblem]) {
        var reader = DocumentReader(value, at: pointer)
        let flight = Flight(starts: reader.instant("starts"), ends: reader.instant("ends"))
        if let starts = flight.starts, let ends = flight.ends, ends <= starts {
            reader.reject("ends", "must be after starts")
        }
        reader.closeUnknown()
        return (flight, reader.problems)
    }
}
