package import CommonModels

/// `{"events":["Order Completed"],"customer":"known","where":[…],"lines":{"in":"products","where":[…]}}`.
extension EventSelection {
    package var json: JSONValue {
        var members: JSONObject = ["events": .array(events.map { .string($0) })]
        if knownCustomerOnly { members["customer"] = "known" }
        if !filters.isEmpty { members["where"] = .array(filters.map(\.json)) }
        if let lines {
            var inside: JSONObject = ["in": .string(lines.property)]
            if !lines.filters.isEmpty { inside["where"] = .array(lines.filters.map(\.json)) }
            members["lines"] = .object(inside)
        }
        return .object(members)
    }
}

extension PropertyFilter {
    package var json: JSONValue {
        let (name, value): (String, JSONValue) =
            switch test {
            case .is(let value): ("is", value)
            case .isNot(let value): ("isNot", value)
            case .oneOf(let list): ("in", .array(list))
            case .above(let bound): ("above", bound.json)
            case .atLeast(let bound): ("atLeast", bound.json)
            case .below(let bound): ("below", bound.json)
            case .atMost(let bound): ("atMost", bound.json)
            case .exists(let wanted): ("exists", .bool(wanted))
            }
        return .object(["property": .string(property), name: value])
    }
}

extension DecimalAmount {
    /// A whole number where it is one, else the decimal text.
    var json: JSONValue { units % Self.scale == 0 ? .integer(units / Self.scale) : .string(DecimalText.text(units, digits: 4)) }
}

extension DefinitionReader {
    mutating func selection(_ value: JSONValue?, at pointer: String) -> EventSelection? {
        guard let members = object(value, at: pointer, allowed: ["events", "customer", "where", "lines"]) else { return nil }
        let events = texts(members["events"], at: pointer + "/events", max: EventSelection.eventsMax, each: 200)
        if let customer = members["customer"], customer != "known", customer != "any" {
            fault("must be known or any", at: pointer + "/customer")
        }
        let filters = filters(members["where"], at: pointer + "/where")
        var lines: EventSelection.Lines?
        if let value = members["lines"], let inside = object(value, at: pointer + "/lines", allowed: ["in", "where"]) {
            let property = text(inside["in"], at: pointer + "/lines/in", max: PropertyFilter.propertyLengthMax)
            let conditions = self.filters(inside["where"], at: pointer + "/lines/where")
            lines = property.map { EventSelection.Lines(property: $0, filters: conditions) }
        }
        return events.map {
            EventSelection(events: $0, knownCustomerOnly: members["customer"] == "known", filters: filters, lines: lines)
        }
    }

    private mutating func filters(_ value: JSONValue?, at pointer: String) -> [PropertyFilter] {
        guard let value else { return [] }
        guard let array = value.arrayValue, array.count <= EventSelection.filtersMax else {
            fault("must be a list of at most \(EventSelection.filtersMax) conditions", at: pointer)
            return []
        }
        var filters: [PropertyFilter] = []
        for (index, element) in array.enumerated() {
            if let filter = filter(element, at: "\(pointer)/\(index)") { filters.append(filter) }
        }
        return filters
    }

    private mutating func filter(_ value: JSONValue, at pointer: String) -> PropertyFilter? {
        let tests: Set<String> = ["is", "isNot", "in", "above", "atLeast", "below", "atMost", "exists"]
        guard let members = object(value, at: pointer, allowed: tests.union(["property"])) else { return nil }
        let property = text(members["property"], at: pointer + "/property", max: PropertyFilter.propertyLengthMax)
        let given = members.filter { $0.key != "property" }
        guard given.count == 1, let (name, operand) = given.elements.first.map({ ($0.key, $0.value) }) else {
            fault("must have exactly one of \(tests.sorted().joined(separator: ", "))", at: pointer)
            return nil
        }
        guard let property, let test = test(name, operand, at: pointer + "/" + name) else { return nil }
        return PropertyFilter(property: property, test: test)
    }

    private mutating func test(_ name: String, _ operand: JSONValue, at pointer: String) -> PropertyFilter.Test? {
        switch name {
        case "is", "isNot":
            guard operand.objectValue == nil, operand.arrayValue == nil else {
                fault("must be a text, number, true or false", at: pointer)
                return nil
            }
            return name == "is" ? .is(operand) : .isNot(operand)
        case "in":
            guard let list = operand.arrayValue, (1...PropertyFilter.listMax).contains(list.count) else {
                fault("must be a list of 1 to \(PropertyFilter.listMax) values", at: pointer)
                return nil
            }
            return .oneOf(list)
        case "exists":
            guard let wanted = operand.boolValue else {
                fault("must be true or false", at: pointer)
                return nil
            }
            return .exists(wanted)
        default:
            guard let bound = DecimalAmount(operand) else {
                fault("must be a number", at: pointer)
                return nil
            }
            return switch name {
            case "above": .above(bound)
            case "atLeast": .atLeast(bound)
            case "below": .below(bound)
            default: .atMost(bound)
            }
        }
    }
}
