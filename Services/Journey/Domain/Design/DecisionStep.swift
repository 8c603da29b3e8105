package import CommonModels

/// Asks the Decision service for the best offer of a placement. The offer, when there is one, is at hand for every
/// later message of the run.
package struct DecisionStep: Hashable, Sendable {
    package static let placementLengthMax = 80  // characters
    package let placement: String
    /// Where to go with an offer.
    package let offer: NodeID
    /// Where to go without one, the global holdout included.
    package let none: NodeID

    package init(placement: String, offer: NodeID, none: NodeID) {
        self.placement = placement
        self.offer = offer
        self.none = none
    }

    package var json: JSONObject {
        ["placement": .string(placement), "offer": .string(offer.rawValue), "none": .string(none.rawValue)]
    }
}
