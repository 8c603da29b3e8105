import CommonModels

extension RuleReader {
    private static let sharedMembers = ["event", "within", "where"]
    private static let numberTests = ["atLeast", "atMost", "greaterThan", "lessThan", "is", "between"]

    /// A count, a sum or a recency. Without any of these members: at least once.
    mutating func event(_ name: JSONValue, _ members: JSONObject, at pointer: String) -> Rule? {
        let name = self.text(name, lengthMax: RuleLimits.eventNameLengthMax, at: pointer + "/event")
        let present = ["count", "sum", "firstSeen", "lastSeen"].filter { members[$0] != nil }
        guard present.count <= 1 else { return report(.ambiguous(present), at: pointer) }
        let kind = present.first ?? "count"
        let filters = self.filters(members["where"], at: pointer + "/where")
        var within: RuleSpan?
        var readable = true
        if let value = members["within"] {
            within = span(value, at: pointer + "/within")
            readable = within != nil
        }
        switch kind {
        case "sum":
            allow(RuleReader.sharedMembers + ["sum"] + RuleReader.numberTests, in: members, at: pointer)
            let property = members["sum"].flatMap { self.path($0, at: pointer + "/sum") }
            let test = numberTest(members, at: pointer)
            guard let name, let filters, readable, let property, let test else { return nil }
            let events = EventSelection(event: name, within: within, filters: filters)
            return .eventSum(EventSumCondition(events: events, property: property, sum: test))
        case "firstSeen", "lastSeen":
            allow(["event", "where", kind], in: members, at: pointer)
            let age = members[kind].flatMap { self.age($0, at: pointer + "/" + kind) }
            guard let name, let filters, let age, let which = RecencyCondition.Which(rawValue: kind) else { return nil }
            return .recency(RecencyCondition(event: name, filters: filters, which: which, age: age))
        default:
            allow(RuleReader.sharedMembers + ["count"], in: members, at: pointer)
            let count = members["count"].map { self.count($0, at: pointer + "/count") } ?? NumberTest.atLeast(1)
            guard let name, let filters, readable, let count else { return nil }
            return .eventCount(EventCountCondition(events: EventSelection(event: name, within: within, filters: filters), count: count))
        }
    }

    private mutating func count(_ json: JSONValue, at pointer: String) -> NumberTest? {
        guard case .object(let members) = json else { return report(.expected(.object), at: pointer) }
        allow(RuleReader.numberTests, in: members, at: pointer)
        return numberTest(members, at: pointer)
    }

    private mutating func age(_ json: JSONValue, at pointer: String) -> RecencyCondition.Age? {
        guard case .object(let members) = json else { return report(.expected(.object), at: pointer) }
        allow(["within", "olderThan"], in: members, at: pointer)
        switch (members["within"], members["olderThan"]) {
        case (let value?, nil): return span(value, at: pointer + "/within").map { .within($0) }
        case (nil, let value?): return span(value, at: pointer + "/olderThan").map { .olderThan($0) }
        case (nil, nil), (.some, .some): return report(.expected(.age), at: pointer)
        }
    }

    mutating func filters(_ json: JSONValue?, at pointer: String) -> [PropertyCondition]? {
        guard let json else { return [] }
        guard case .array(let elements) = json else { return report(.expected(.array), at: pointer) }
        guard elements.count <= RuleLimits.filtersMax else { return report(.tooMany(max: RuleLimits.filtersMax), at: pointer) }
        var filters: [PropertyCondition] = []
        for (index, element) in elements.enumerated() {
            let pointer = "\(pointer)/\(index)"
            guard case .object(let members) = element else {
                report(.expected(.object), at: pointer)
                continue
            }
            let property = path(members["property"] ?? .null, at: pointer + "/property")
            let test = valueTest(members, besides: ["property"], at: pointer, inFilter: true)
            if let property, let test { filters.append(PropertyCondition(property: property, test: test)) }
        }
        return filters.count == elements.count ? filters : nil
    }

    /// Exactly one of `atLeast`, `atMost`, `greaterThan`, `lessThan`, `is`, `between`.
    mutating func numberTest(_ members: JSONObject, at pointer: String) -> NumberTest? {
        let present = RuleReader.numberTests.filter { members[$0] != nil }
        guard present.count == 1, let name = present.first, let value = members[name] else {
            return present.isEmpty ? report(.expected(.oneTest), at: pointer) : report(.ambiguous(present), at: pointer)
        }
        if name == "between" { return between(value, at: pointer + "/between") }
        guard let number = value.doubleValue else { return report(.expected(.number), at: pointer + "/" + name) }
        switch name {
        case "atLeast": return .atLeast(number)
        case "atMost": return .atMost(number)
        case "greaterThan": return .greaterThan(number)
        case "lessThan": return .lessThan(number)
        default: return .equals(number)
        }
    }

    mutating func between(_ json: JSONValue, at pointer: String) -> NumberTest? {
        guard let bounds = json.arrayValue, bounds.count == 2, let low = bounds[0].doubleValue, let high = bounds[1].doubleValue else {
            return report(.expected(.twoNumbers), at: pointer)
        }
        return low <= high ? .between(low, high) : report(.reversedRange, at: pointer)
    }
}
