package import CommonModels
package import RuleKit

/// One consistent state of offers, placements, shared caps and experiments, compiled for deciding.
package struct OfferCatalogue: Sendable {
    package static let empty = OfferCatalogue(version: 0, offers: [], placements: [], sharedCaps: [], experiments: [])

    /// Grows with every edit.
    package let version: Int64
    /// Live placements by key.
    package let placements: [String: PlacementIndex]
    /// What the rules of all candidates look at: the facts worth keeping of a person.
    package let references: RuleReferences
    private let offersByID: [OfferID: Offer]
    private let allPlacements: [PlacementID: Placement]
    private let sharedCaps: [SharedCap]

    package init(
        version: Int64, offers: [Offer], placements: [Placement], sharedCaps: [SharedCap], experiments: [Experiment],
        policies: PolicyBook = .standard
    ) {
        let live = sharedCaps.filter { $0.status == .live }
        let running = Dictionary(experiments.filter { $0.status == .running }.map { ($0.placement, $0) }) { first, _ in first }
        var indexes: [String: PlacementIndex] = [:]
        for placement in placements where placement.status == .live {
            indexes[placement.key] = PlacementIndex(
                placement: placement, offers: offers, sharedCaps: live, experiment: running[placement.key], version: version,
                policies: policies)
        }
        var references = RuleReferences()
        for index in indexes.values { for candidate in index.candidates { references.formUnion(candidate.rule.references) } }
        self.version = version
        self.references = references
        self.placements = indexes
        self.sharedCaps = live
        self.offersByID = Dictionary(offers.map { ($0.id, $0) }) { first, _ in first }
        self.allPlacements = Dictionary(placements.map { ($0.id, $0) }) { first, _ in first }
    }

    package func offer(_ id: OfferID) -> Offer? { offersByID[id] }

    /// The caps that feedback on an offer counts toward, whatever its status is by now.
    package func caps(of offerID: OfferID, in placementID: PlacementID, counting measure: CapMeasure) -> [ScopedCap] {
        guard let offer = offersByID[offerID], let placement = allPlacements[placementID] else { return [] }
        return Candidate.caps(of: offer, in: placement, sharedCaps: sharedCaps).filter { $0.cap.counts == measure }
    }
}
