package import CommonModels

/// One thing that happened, in the only shape the KPI catalogue counts: a customer's event, or a fact of another service's feed.
package struct FactEvent: Sendable {
    /// Unique: the event's own id, or one made from the feed event's id. Seen twice, it is counted once.
    package let id: String
    /// Nil for facts about no person (content published).
    package let profileID: ProfileID?
    package let name: String
    package let time: Instant
    /// The event itself carried a user id: it is a known customer's.
    package let isKnownCustomer: Bool
    package let properties: JSONObject

    package init(id: String, profileID: ProfileID?, name: String, time: Instant, isKnownCustomer: Bool, properties: JSONObject) {
        self.id = id
        self.profileID = profileID
        self.name = name
        self.time = time
        self.isKnownCustomer = isKnownCustomer
        self.properties = properties
    }

    /// ISO 4217 code from the `currency` property, empty when there is none.
    package var currency: String {
        guard let code = properties["currency"]?.stringValue, code.utf8.count == 3 else { return "" }
        return code.uppercased()
    }
}
