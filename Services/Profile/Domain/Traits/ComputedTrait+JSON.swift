package import CommonModels
import RuleKit

extension ComputedTrait {
    /// Reads a definition's document.
    /// - Throws: everything wrong with it, each with a JSON pointer.
    package init(json: JSONValue, key: ComputedTraitKey) throws(DocumentFaults) {
        var reader = ComputedTraitReader(json)
        guard let trait = reader.trait(key), reader.faults.isEmpty else { throw DocumentFaults(reader.faults) }
        self = trait
    }

    /// The document, members that say nothing left out.
    package var json: JSONValue {
        var members: JSONObject = [
            "key": .string(key.rawValue), "name": ["ko": .string(name.ko), "en": .string(name.en)],
            "events": .array(events.map { .string($0) }), "aggregate": .string(aggregate.rawValue),
        ]
        if !properties.isEmpty { members["properties"] = .array(properties.map { .string($0.text) }) }
        if !filter.conditions.isEmpty { members["where"] = filter.json }
        if let window { members["window"] = .string(window.description) }
        if let minus {
            var deduction: JSONObject = ["events": .array(minus.events.map { .string($0) })]
            if !minus.properties.isEmpty { deduction["properties"] = .array(minus.properties.map { .string($0.text) }) }
            members["minus"] = .object(deduction)
        }
        switch unit {
        case .none: break
        case .days: members["unit"] = "days"
        case .money(let currency): members["unit"] = ["currency": .string(currency.code)]
        }
        if !isActive { members["isActive"] = false }
        return .object(members)
    }
}

/// Collects everything wrong with a definition's document, instead of stopping at the first.
struct ComputedTraitReader {
    private let json: JSONValue
    private(set) var faults: [DocumentFaults.Fault] = []
    private static let members: Set = [
        "key", "name", "events", "aggregate", "properties", "where", "window", "minus", "unit", "isActive",
    ]

    init(_ json: JSONValue) { self.json = json }

    mutating func trait(_ key: ComputedTraitKey) -> ComputedTrait? {
        guard let members = json.objectValue else {
            report("", "must be an object")
            return nil
        }
        for name in members.keys where !Self.members.contains(name) { report("/" + name, "is not known here") }
        if let stated = members["key"], stated != .string(key.rawValue) { report("/key", "must be “\(key)”, as in the address") }
        if key.rawValue == "groups" { report("/key", "is the list of a person's groups") }
        let name = name(members["name"])
        let events = names(members["events"], at: "/events")
        let aggregate = members["aggregate"]?.stringValue.flatMap { ComputedTrait.Aggregate(rawValue: $0) }
        if aggregate == nil {
            report("/aggregate", "must be one of " + ComputedTrait.Aggregate.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let (properties, filter) = (paths(members["properties"], at: "/properties"), filter(members["where"]))
        let (window, minus, unit) = (window(members["window"]), minus(members["minus"]), unit(members["unit"]))
        let isActive = flag(members["isActive"])
        guard let name, let events, let aggregate else { return nil }
        check(aggregate, properties: properties, window: window, minus: minus, unit: unit)
        return ComputedTrait(
            key: key, name: name, events: events, filter: filter, aggregate: aggregate, properties: properties, window: window,
            minus: minus, unit: unit, isActive: isActive)
    }

    private mutating func check(
        _ aggregate: ComputedTrait.Aggregate, properties: [FieldPath], window: RuleSpan?, minus: ComputedTrait.Deduction?,
        unit: ComputedTrait.Unit
    ) {
        if aggregate.needsProperty, properties.isEmpty { report("/properties", "\(aggregate.rawValue) needs a property") }
        if !aggregate.takesProperty, !properties.isEmpty { report("/properties", "\(aggregate.rawValue) takes no property") }
        if let minus {
            if !aggregate.takesDeduction { report("/minus", "\(aggregate.rawValue) cannot be taken from") }
            if aggregate == .count, !minus.properties.isEmpty { report("/minus/properties", "a count loses one for each event") }
            if aggregate != .count, minus.properties.isEmpty { report("/minus/properties", "says how much is taken away") }
        }
        if aggregate == .daysSinceLast, window != nil { report("/window", "daysSinceLast looks at all events") }
        if case .money = unit, [.count, .distinctCount, .mostFrequent, .daysSinceLast].contains(aggregate) {
            report("/unit", "\(aggregate.rawValue) is no money")
        }
    }

    private mutating func name(_ json: JSONValue?) -> LocalText? {
        let (ko, en) = (json?["ko"]?.stringValue ?? "", json?["en"]?.stringValue ?? "")
        let lengths = 1...ComputedTrait.nameLengthMax
        guard lengths.contains(ko.count), lengths.contains(en.count) else {
            report("/name", "must have ko and en of 1 to \(ComputedTrait.nameLengthMax) characters")
            return nil
        }
        return LocalText(ko: ko, en: en)
    }

    private mutating func names(_ json: JSONValue?, at pointer: String) -> [String]? {
        let names = json?.arrayValue?.compactMap(\.stringValue) ?? []
        guard let count = json?.arrayValue?.count, count == names.count, (1...ComputedTrait.eventsMax).contains(count),
            Set(names).count == count, names.allSatisfy({ (1...RuleLimits.eventNameLengthMax).contains($0.count) })
        else {
            report(pointer, "must be 1 to \(ComputedTrait.eventsMax) different names of track events")
            return nil
        }
        return names
    }

    private mutating func paths(_ json: JSONValue?, at pointer: String) -> [FieldPath] {
        guard let json, !json.isNull else { return [] }
        let elements = json.arrayValue ?? []
        let paths = elements.compactMap { $0.stringValue.flatMap { FieldPath($0) } }
        if paths.count != elements.count || !(1...ComputedTrait.propertiesMax).contains(paths.count) {
            report(pointer, "must be 1 to \(ComputedTrait.propertiesMax) paths such as “revenue” or “products.category”")
        }
        return paths
    }

    private mutating func filter(_ json: JSONValue?) -> EventFilter {
        guard let json, !json.isNull else { return EventFilter() }
        do throws(RuleProblems) {
            return try EventFilter(json: json, at: "/where")
        } catch {
            faults += error.problems.map { DocumentFaults.Fault($0.pointer, $0.detail) }
            return EventFilter()
        }
    }

    private mutating func window(_ json: JSONValue?) -> RuleSpan? {
        guard let json, !json.isNull else { return nil }
        let span = json.stringValue.flatMap { RuleSpan($0) }
        if span == nil { report("/window", "must be a span such as 30d or 12w, at most \(RuleSpan.daysMax) days") }
        if let span, span.unit == .seconds || span.unit == .minutes { report("/window", "must be in hours, days or weeks") }
        return span
    }

    private mutating func minus(_ json: JSONValue?) -> ComputedTrait.Deduction? {
        guard let json, !json.isNull else { return nil }
        for name in json.objectValue?.keys.elements ?? [] where name != "events" && name != "properties" {
            report("/minus/" + name, "is not known here")
        }
        let properties = paths(json["properties"], at: "/minus/properties")
        return names(json["events"], at: "/minus/events").map { ComputedTrait.Deduction(events: $0, properties: properties) }
    }

    private mutating func unit(_ json: JSONValue?) -> ComputedTrait.Unit {
        guard let json, !json.isNull else { return .none }
        if json == "days" { return .days }
        if let currency = json["currency"]?.stringValue.flatMap({ Currency($0) }), json.objectValue?.count == 1 { return .money(currency) }
        report("/unit", "must be “days” or {\"currency\": “KRW”}")
        return .none
    }

    private mutating func flag(_ json: JSONValue?) -> Bool {
        guard let json else { return true }
        if json.boolValue == nil { report("/isActive", "must be true or false") }
        return json.boolValue ?? true
    }

    private mutating func report(_ pointer: String, _ detail: String) { faults.append(DocumentFaults.Fault(pointer, detail)) }
}
