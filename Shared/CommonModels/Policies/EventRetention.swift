/// For how many days events are kept: by name, else by type of call. What no rule names is kept for ever.
package struct EventRetention: Hashable, Sendable {
    package static let none = EventRetention(names: [:], types: [:])

    package let names: [String: Int64]
    /// Of what no rule names.
    package let types: [CustomerEventType: Int64]

    package init(names: [String: Int64], types: [CustomerEventType: Int64]) {
        self.names = names
        self.types = types
    }

    /// Days for a call; nil keeps it.
    package func days(of type: CustomerEventType, _ name: String?) -> Int64? { name.flatMap { names[$0] } ?? types[type] }

    /// The fewest days of any call; nil when all are kept.
    package var shortest: Int64? { (Array(names.values) + types.values).min() }

    /// `[{name, days} or {type, days}]`, names first.
    package var json: JSONValue {
        let byName: [JSONValue] = names.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "days": .integer($0.value)] }
        let byType: [JSONValue] = types.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ["type": .string($0.key.rawValue), "days": .integer($0.value)]
        }
        return .array(byName + byType)
    }

    /// Reads ``json``; nil for another form.
    package init?(json: JSONValue) {
        guard let rules = json.arrayValue else { return nil }
        var names: [String: Int64] = [:]
        var types: [CustomerEventType: Int64] = [:]
        for rule in rules {
            guard let days = rule["days"]?.intValue else { return nil }
            if let name = rule["name"]?.stringValue {
                names[name] = days
            } else if let type = rule["type"]?.stringValue.flatMap({ CustomerEventType(rawValue: $0) }) {
                types[type] = days
            } else {
                return nil
            }
        }
        self.init(names: names, types: types)
    }
}
