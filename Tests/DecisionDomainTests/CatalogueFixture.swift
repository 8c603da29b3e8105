import CommonModels
import DecisionDomain
import RuleKit

/// Small catalogues for tests, written as the API takes them.
enum CatalogueFixture {
    static let person = ProfileID(UUIDv7(high: 9, low: 9))
    static let now = Instant(secondsSince1970: 1_767_225_600)

    static func offerID(_ number: UInt64) -> OfferID { OfferID(UUIDv7(high: 1, low: number)) }

    /// Offer `number`, live in `home`; `fields` is the inside of a JSON object and wins over the defaults.
    static func offer(_ number: UInt64, _ fields: String = "") throws -> Offer {
        var object: JSONObject = [
            "key": .string("offer-\(number)"), "name": ["en": "Offer"], "status": "live",
            "content": ["home": ["inline": ["title": "Hello"]]],
        ]
        for (name, value) in try JSONValue(parsing: "{\(fields)}").objectValue ?? [:] { object[name] = value }
        return try Offer(id: offerID(number), json: .object(object))
    }

    static func placement(_ fields: String = "") throws -> Placement {
        var object: JSONObject = ["key": "home", "name": ["en": "Home"], "channel": "web"]
        for (name, value) in try JSONValue(parsing: "{\(fields)}").objectValue ?? [:] { object[name] = value }
        return try Placement(id: PlacementID(UUIDv7(high: 2, low: 1)), json: .object(object))
    }

    static func index(_ offers: [Offer], placement: Placement? = nil, sharedCaps: [SharedCap] = []) throws -> PlacementIndex {
        PlacementIndex(placement: try placement ?? self.placement(), offers: offers, sharedCaps: sharedCaps, experiment: nil, version: 1)
    }

    static func visitor(
        _ facts: FactSheet = FactSheet(profileID: person), named: Bool = true, heldOut: Bool = false, arm: ExperimentArm? = nil,
        counters: CapCounters = CapCounters()
    ) -> Visitor {
        Visitor(facts: facts, isNamed: named, isHeldOut: heldOut, arm: arm, counters: counters)
    }
}
