package import CommonModels

/// A place where one or more offers appear: a banner, an e-mail block, a call-centre prompt.
package struct Placement: Sendable, Identifiable {
    package static let offersRange = 1...20
    package static let capsMax = 10

    package let id: PlacementID
    package let key: String
    package let name: BilingualName
    package let channel: Channel
    /// The most offers one decision returns.
    package let maxOffers: Int
    /// Served when nobody is eligible and to people of the global holdout; its rule and caps are not asked.
    package let fallback: OfferID?
    package let caps: [Cap]
    package let status: CatalogueStatus
}
