package import CommonModels

/// How long things are kept; what no rule names is kept for ever.
package struct RetentionRules: Hashable, Sendable {
    package static let rulesMax = 200
    /// Shorter and repeated messages would no longer be recognized.
    package static let daysMin: Int64 = 30
    package static let daysMax: Int64 = 36_500
    package static let none = RetentionRules(events: .none, dormantDays: nil)

    package let events: EventRetention
    /// Profiles not seen for this many days are removed everywhere, as if erased, but may come again. nil keeps them.
    package let dormantDays: Int64?

    package init(events: EventRetention, dormantDays: Int64?) {
        self.events = events
        self.dormantDays = dormantDays
    }

    package var isNone: Bool { self == .none }

    /// `{events: [{name, days} or {type, days}], dormantDays?}`.
    /// - Throws: ``GovernanceError/invalid(pointer:expected:)``.
    package init(json: JSONValue) throws(GovernanceError) {
        guard let listed = json["events"]?.arrayValue, listed.count <= Self.rulesMax else {
            throw .invalid(pointer: "/events", expected: "must be an array of at most \(Self.rulesMax) rules")
        }
        var events: [String: Int64] = [:]
        var types: [CustomerEventType: Int64] = [:]
        for (index, rule) in listed.enumerated() {
            let days = rule["days"]?.intValue.flatMap { (Self.daysMin...Self.daysMax).contains($0) ? $0 : nil }
            let type = rule["type"].map { $0.stringValue.flatMap(CustomerEventType.init) }
            switch (rule["name"].map(\.stringValue), type, days) {
            case (let name??, nil, let days?) where (1...255).contains(name.count) && events.updateValue(days, forKey: name) == nil: break
            case (nil, let type??, let days?) where types.updateValue(days, forKey: type) == nil: break
            case _:
                throw .invalid(
                    pointer: "/events/\(index)",
                    expected: "must have a name, or else a type (\(Self.typeNames)), of its own and \(Self.daysMin) to \(Self.daysMax) days"
                )
            }
        }
        var dormant: Int64?
        if let told = json["dormantDays"] {
            guard let days = told.intValue, (Self.daysMin...Self.daysMax).contains(days) else {
                throw .invalid(pointer: "/dormantDays", expected: "must be \(Self.daysMin) to \(Self.daysMax)")
            }
            dormant = days
        }
        self.init(events: EventRetention(names: events, types: types), dormantDays: dormant)
    }

    private static let typeNames = CustomerEventType.allCases.map(\.rawValue).joined(separator: ", ")

    package var json: JSONValue {
        var members: JSONObject = ["events": events.json]
        if let dormantDays { members["dormantDays"] = .integer(dormantDays) }
        return .object(members)
    }
}
