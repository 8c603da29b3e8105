package import CommonModels

/// The stored form: one short object, members that say nothing left out.
extension ComputedState {
    package var json: JSONValue {
        var members: JSONObject = ["n": .integer(count)]
        if sum != .zero { members["s"] = .string(sum.millionths.description) }
        if let edge { members["e"] = [.integer(edge.time.microseconds), edge.value] }
        if let oldest { members["o"] = .integer(oldest.microseconds) }
        if isTallyFull { members["f"] = true }
        if !tally.isEmpty {
            let entries = tally.map {
                ($0.key.canonical, [$0.key, .integer($0.value.count), .integer($0.value.latest.microseconds)] as JSONValue)
            }
            members["t"] = .array(entries.sorted { $0.0 < $1.0 }.map(\.1))
        }
        return .object(members)
    }

    /// - Returns: nil when it is not what ``json`` wrote.
    package init?(json: JSONValue) {
        guard let count = json["n"]?.intValue else { return nil }
        self.init()
        self.count = count
        oldest = json["o"]?.intValue.map { Instant(microseconds: $0) }
        isTallyFull = json["f"] == true
        if let text = json["s"]?.stringValue {
            guard let millionths = Int128(text) else { return nil }
            sum = FixedPoint(millionths: millionths)
        }
        if let parts = json["e"]?.arrayValue {
            guard parts.count == 2, let time = parts[0].intValue else { return nil }
            edge = Edge(time: Instant(microseconds: time), value: parts[1])
        }
        for entry in json["t"]?.arrayValue ?? [] {
            guard let parts = entry.arrayValue, parts.count == 3, let count = parts[1].intValue, let latest = parts[2].intValue else {
                return nil
            }
            tally[parts[0]] = Tally(count: count, latest: Instant(microseconds: latest))
        }
    }
}
