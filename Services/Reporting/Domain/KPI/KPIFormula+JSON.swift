package import CommonModels

/// `{"sum":{"of":…,"multiply":["quantity","price"],"otherwise":"revenue"}}`, `{"sum":{"of":…,"property":"refunded","otherwise":"revenue"}}`,
/// `{"count":{"of":…}}`, `{"count":{"of":…,"distinct":"order_id"}}`, `{"people":{"of":…,"who":"all|new|retained|previous"}}`,
/// `{"ratio":{"numerator":…,"denominator":…}}`.
extension KPIFormula {
    package var json: JSONValue {
        switch self {
        case .total(let measure): measure.json
        case .people(let selection, let who): ["people": .object(["of": selection.json, "who": .string(who.rawValue)])]
        case .ratio(let above, let below): ["ratio": .object(["numerator": above.json, "denominator": below.json])]
        }
    }
}

extension Measure {
    package var json: JSONValue {
        switch quantity {
        case .events: return ["count": .object(["of": selection.json])]
        case .distinct(let property): return ["count": .object(["of": selection.json, "distinct": .string(property)])]
        case .property(let property, let otherwise):
            var members: JSONObject = ["of": selection.json, "property": .string(property)]
            if let otherwise { members["otherwise"] = .string(otherwise) }
            return ["sum": .object(members)]
        case .lineProduct(let factors, let otherwise):
            var members: JSONObject = ["of": selection.json, "multiply": .array(factors.map { .string($0) })]
            if let otherwise { members["otherwise"] = .string(otherwise) }
            return ["sum": .object(members)]
        }
    }

    /// Reads back what ``json`` wrote.
    /// - Throws: ``KPIProblems`` when the document is no measure.
    package init(json: JSONValue) throws(KPIProblems) {
        var reader = DefinitionReader()
        guard case .total(let measure)? = reader.formula(json, at: "", depth: 1) else {
            throw KPIProblems(reader.faults.isEmpty ? [.init(detail: "must be a sum or a count", pointer: "")] : reader.faults)
        }
        guard reader.faults.isEmpty else { throw KPIProblems(reader.faults) }
        self = measure
    }
}

extension DefinitionReader {
    mutating func formula(_ value: JSONValue?, at pointer: String, depth: Int) -> KPIFormula? {
        guard depth <= KPIFormula.depthMax else {
            fault("formulas nest at most \(KPIFormula.depthMax) deep", at: pointer)
            return nil
        }
        guard let members = object(value, at: pointer, allowed: ["sum", "count", "people", "ratio"]) else { return nil }
        guard members.count == 1, let (kind, body) = members.elements.first.map({ ($0.key, $0.value) }) else {
            fault("must have exactly one of sum, count, people, ratio", at: pointer)
            return nil
        }
        let inside = pointer + "/" + kind
        switch kind {
        case "sum": return sum(body, at: inside).map { .total($0) }
        case "count": return count(body, at: inside).map { .total($0) }
        case "people": return people(body, at: inside)
        case "ratio":
            guard let parts = object(body, at: inside, allowed: ["numerator", "denominator"]) else { return nil }
            let above = formula(parts["numerator"], at: inside + "/numerator", depth: depth + 1)
            let below = formula(parts["denominator"], at: inside + "/denominator", depth: depth + 1)
            guard let above, let below else { return nil }
            return .ratio(above, below)
        default: return nil
        }
    }

    private mutating func sum(_ value: JSONValue, at pointer: String) -> Measure? {
        guard let members = object(value, at: pointer, allowed: ["of", "property", "multiply", "otherwise"]) else { return nil }
        let selection = selection(members["of"], at: pointer + "/of")
        let otherwise = members["otherwise"].flatMap { text($0, at: pointer + "/otherwise", max: PropertyFilter.propertyLengthMax) }
        if let property = members["property"] {
            guard members["multiply"] == nil, let name = text(property, at: pointer + "/property", max: PropertyFilter.propertyLengthMax)
            else {
                if members["multiply"] != nil { fault("give either property or multiply", at: pointer) }
                return nil
            }
            return selection.map { Measure(.property(name, otherwise: otherwise), of: $0) }
        }
        let factors = texts(members["multiply"], at: pointer + "/multiply", max: 4, each: PropertyFilter.propertyLengthMax)
        guard let selection, let factors else { return nil }
        if selection.lines == nil { fault("multiply needs lines", at: pointer + "/of/lines") }
        return Measure(.lineProduct(factors, otherwise: otherwise), of: selection)
    }

    private mutating func count(_ value: JSONValue, at pointer: String) -> Measure? {
        guard let members = object(value, at: pointer, allowed: ["of", "distinct"]) else { return nil }
        let distinct = members["distinct"].flatMap { text($0, at: pointer + "/distinct", max: PropertyFilter.propertyLengthMax) }
        guard let selection = selection(members["of"], at: pointer + "/of") else { return nil }
        return Measure(distinct.map { .distinct($0) } ?? .events, of: selection)
    }

    private mutating func people(_ value: JSONValue, at pointer: String) -> KPIFormula? {
        guard let members = object(value, at: pointer, allowed: ["of", "who"]) else { return nil }
        let who = members["who"] == nil ? KPIFormula.Who.all : choice(members["who"], at: pointer + "/who", of: KPIFormula.Who.self)
        guard let selection = selection(members["of"], at: pointer + "/of"), let who else { return nil }
        return .people(selection, who)
    }
}
