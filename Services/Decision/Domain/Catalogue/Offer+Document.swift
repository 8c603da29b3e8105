package import CommonModels
import OrderedCollections
import RuleKit

extension Offer: CatalogueDocument {
    package static var kind: String { "offer" }
    package var statusName: String { status.rawValue }

    package init(id: OfferID, json: JSONValue) throws(DocumentProblems) {
        var reader = DocumentReader(json)
        let key = reader.key()
        let name = reader.required("name").map { BilingualName.read($0, at: "/name") }
        let value = Offer.money("value", in: &reader)
        let cost = Offer.money("cost", in: &reader)
        let categories = reader.array("categories", max: Offer.categoriesMax, Offer.category)
        let flight = reader.value("flight").map { Flight.read($0, at: "/flight") }
        let priority = reader.integer("priority", in: Offer.priorityRange, default: 0)
        let content = Offer.content(in: &reader)
        let eligibility = Offer.rule(in: &reader)
        let consent = reader.value("consent").map { ConsentRequirement.read($0, at: "/consent") }
        let caps = reader.array("caps", max: Offer.capsMax, Cap.read)
        if Set(caps.map(\.key)).count != caps.count { reader.reject("caps", "must have distinct keys") }
        let status: CatalogueStatus? = reader.choice("status", default: .draft)
        reader.absorb((name?.1 ?? []) + (flight?.1 ?? []) + (consent?.1 ?? []))
        if let value, let cost, value.currency != cost.currency { reader.reject("cost", "must be in the currency of value") }
        if status == .live, content.isEmpty { reader.reject("content", "a live offer needs content for a placement") }
        try reader.finish()
        guard let key, let name = name?.0, let status, let priority else { throw DocumentProblems(reader.problems) }
        self.init(
            id: id, key: key, name: name, value: value, cost: cost, categories: categories, flight: flight?.0 ?? .always,
            priority: priority, content: content, eligibility: eligibility, consent: consent?.0, caps: caps, status: status)
    }

    package var json: JSONValue {
        var object: JSONObject = ["key": .string(key), "name": name.json]
        if let value { object["value"] = value.json }
        if let cost { object["cost"] = cost.json }
        object["categories"] = .array(categories.map { .string($0) })
        object["flight"] = flight.json
        object["priority"] = .integer(Int64(priority))
        var contents: JSONObject = [:]
        for placement in content.keys.sorted() { contents[placement] = content[placement]?.json }
        object["content"] = .object(contents)
        object["eligibility"] = eligibility.json
        if let consent { object["consent"] = consent.json }
        object["caps"] = .array(caps.map(\.json))
        object["status"] = .string(status.rawValue)
        return .object(object)
    }

    private static func money(_ field: String, in reader: inout DocumentReader) -> Money? {
        guard let value = reader.value(field) else { return nil }
        if let money = Money(json: value) { return money }
        reader.reject(field, #"must be {"amount":"12.50","currency":"KRW"}"#)
        return nil
    }

    private static func category(_ value: JSONValue, at pointer: String) -> (String?, [FieldProblem]) {
        if let text = value.stringValue, CatalogueKey.isValid(text) { return (text, []) }
        return (nil, [FieldProblem(pointer: pointer, detail: "must be a key of at most \(CatalogueKey.lengthMax) characters")])
    }

    private static func content(in reader: inout DocumentReader) -> [String: OfferContent] {
        guard let value = reader.value("content") else { return [:] }
        guard let object = value.objectValue, object.count <= placementsMax else {
            reader.reject("content", "must be an object of at most \(placementsMax) placements")
            return [:]
        }
        var result: [String: OfferContent] = [:]
        for (placement, value) in object {
            let (content, problems) = OfferContent.read(value, at: "/content/\(placement)")
            reader.absorb(problems)
            if !CatalogueKey.isValid(placement) { reader.reject("content/\(placement)", "must be a placement key") }
            result[placement] = content
        }
        return result
    }

    private static func rule(in reader: inout DocumentReader) -> Rule {
        guard let value = reader.value("eligibility") else { return .everyone }
        do {
            return try Rule(json: value)
        } catch {
            reader.absorb(error.problems.map { FieldProblem(pointer: "/eligibility" + $0.pointer, detail: $0.detail) })
            return .everyone
        }
    }
}
