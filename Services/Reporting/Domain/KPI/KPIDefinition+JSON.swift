package import CommonModels

extension KPIDefinition {
    /// Reads a definition document.
    /// - Throws: ``KPIProblems`` with every fault.
    package init(json: JSONValue) throws(KPIProblems) {
        var reader = DefinitionReader()
        let definition = reader.definition(json)
        guard reader.faults.isEmpty, let definition else { throw KPIProblems(reader.faults) }
        self = definition
    }

    /// The document, members in reading order.
    package var json: JSONValue {
        var members: JSONObject = ["key": .string(key), "name": name.json]
        if !note.ko.isEmpty || !note.en.isEmpty { members["note"] = note.json }
        members["unit"] = .string(unit.rawValue)
        members["direction"] = .string(direction.rawValue)
        if let currency { members["currency"] = .string(currency) }
        members["formula"] = formula.json
        return .object(members)
    }

    package static func isKey(_ text: String) -> Bool { keyShape.holds(text) }
}

extension LocalizedName {
    package var json: JSONValue { .object(["ko": .string(ko), "en": .string(en)]) }
}

extension DefinitionReader {
    fileprivate mutating func definition(_ json: JSONValue) -> KPIDefinition? {
        guard let members = object(json, at: "", allowed: ["key", "name", "note", "unit", "direction", "currency", "formula"]) else {
            return nil
        }
        let key = text(members["key"], at: "/key", max: KPIDefinition.keyLengthMax)
        if let key, !KPIDefinition.isKey(key) { fault("only a-z, 0-9 and hyphens", at: "/key") }
        let name = localized(members["name"], at: "/name", max: KPIDefinition.nameLengthMax)
        let note = members["note"].flatMap { localized($0, at: "/note", max: KPIDefinition.noteLengthMax) }
        let unit = choice(members["unit"], at: "/unit", of: KPIDefinition.Unit.self)
        let direction = choice(members["direction"], at: "/direction", of: KPIDefinition.Direction.self)
        let currency = members["currency"]?.stringValue
        if members["currency"] != nil, currency.flatMap(Currency.init) == nil {
            fault("must be an ISO 4217 code such as KRW", at: "/currency")
        }
        let formula = formula(members["formula"], at: "/formula", depth: 1)
        guard let key, let name, let unit, let direction, let formula else { return nil }
        return KPIDefinition(
            key: key, name: name, note: note ?? LocalizedName(ko: "", en: ""), unit: unit, direction: direction, currency: currency,
            formula: formula)
    }

    private mutating func localized(_ value: JSONValue?, at pointer: String, max: Int) -> LocalizedName? {
        guard let members = object(value, at: pointer, allowed: ["ko", "en"]) else { return nil }
        guard let ko = text(members["ko"], at: pointer + "/ko", max: max), let en = text(members["en"], at: pointer + "/en", max: max)
        else {
            return nil
        }
        return LocalizedName(ko: ko, en: en)
    }
}
