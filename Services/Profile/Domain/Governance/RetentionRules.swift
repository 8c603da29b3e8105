package import CommonModels

/// How long things are kept; what no rule names is kept for ever.
package struct RetentionRules: Hashable, Sendable {
    package static let rulesMax = 200
    /// Shorter and repeated messages would no longer be recognized.
    package static let daysMin: Int64 = 30
    package static let daysMax: Int64 = 36_500
    package static let none = RetentionRules(events: [:], dormantDays: nil)

    /// Days by event name.
    package let events: [String: Int64]
    /// Profiles not seen for this many days are removed everywhere, as if erased, but may come again. nil keeps them.
    package let dormantDays: Int64?

    package init(events: [String: Int64], dormantDays: Int64?) {
        self.events = events
        self.dormantDays = dormantDays
    }

    package var isNone: Bool { events.isEmpty && dormantDays == nil }

    /// `{events: [{name, days}], dormantDays?}`.
    /// - Throws: ``GovernanceError/invalid(pointer:expected:)``.
    package init(json: JSONValue) throws(GovernanceError) {
        guard let listed = json["events"]?.arrayValue, listed.count <= Self.rulesMax else {
            throw .invalid(pointer: "/events", expected: "must be an array of at most \(Self.rulesMax) rules")
        }
        var events: [String: Int64] = [:]
        for (index, rule) in listed.enumerated() {
            guard let name = rule["name"]?.stringValue, (1...255).contains(name.count), let days = rule["days"]?.intValue,
                (Self.daysMin...Self.daysMax).contains(days), events.updateValue(days, forKey: name) == nil
            else {
                throw .invalid(
                    pointer: "/events/\(index)", expected: "must have a name of its own and \(Self.daysMin) to \(Self.daysMax) days")
            }
        }
        var dormant: Int64?
        if let told = json["dormantDays"] {
            guard let days = told.intValue, (Self.daysMin...Self.daysMax).contains(days) else {
                throw .invalid(pointer: "/dormantDays", expected: "must be \(Self.daysMin) to \(Self.daysMax)")
            }
            dormant = days
        }
        self.init(events: events, dormantDays: dormant)
    }

    package var json: JSONValue {
        var members: JSONObject = [
            "events": .array(events.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "days": .integer($0.value)] })
        ]
        if let dormantDays { members["dormantDays"] = .integer(dormantDays) }
        return .object(members)
    }
}
