package import CommonModels
import OrderedCollections

extension Placement: CatalogueDocument {
    package static var kind: String { "placement" }
    package var statusName: String { status.rawValue }

    package init(id: PlacementID, json: JSONValue) throws(DocumentProblems) {
        var reader = DocumentReader(json)
        let key = reader.key()
        let name = reader.required("name").map { BilingualName.read($0, at: "/name") }
        let channel: Channel? = reader.choice("channel")
        let maxOffers = reader.integer("maxOffers", in: Placement.offersRange, default: 1)
        var fallback: OfferID?
        if let text = reader.text("fallback", max: 40, required: false) {
            fallback = OfferID(text)
            if fallback == nil { reader.reject("fallback", "must be an offer id") }
        }
        let caps = reader.array("caps", max: Placement.capsMax, Cap.read)
        if Set(caps.map(\.key)).count != caps.count { reader.reject("caps", "must have distinct keys") }
        let status: CatalogueStatus? = reader.choice("status", default: .live)
        reader.absorb(name?.1 ?? [])
        try reader.finish()
        guard let key, let name = name?.0, let channel, let maxOffers, let status else { throw DocumentProblems(reader.problems) }
        self.init(
            id: id, key: key, name: name, channel: channel, maxOffers: maxOffers, fallback: fallback, caps: caps, status: status)
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "key": .string(key), "name": name.json, "channel": .string(channel.rawValue), "maxOffers": .integer(Int64(maxOffers)),
        ]
        if let fallback { object["fallback"] = .string(fallback.rawValue) }
        object["caps"] = .array(caps.map(\.json))
        object["status"] = .string(status.rawValue)
        return .object(object)
    }
}
