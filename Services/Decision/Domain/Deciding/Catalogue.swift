package import CommonModels

/// One consistent state of offers, placements, shared caps and experiments, compiled for deciding.
package struct Catalogue: Sendable {
    package static let empty = Catalogue(version: 0, offers: [], placements: [], sharedCaps: [], experiments: [])

    /// Grows with every edit.
    package let version: Int64
    /// Live placements by key.
    package let placements: [String: PlacementIndex]
    private let offersByID: [OfferID: Offer]
    private let allPlacements: [PlacementID: Placement]
    private let sharedCaps: [SharedCap]

    package init(version: Int64, offers: [Offer], placements: [Placement], sharedCaps: [SharedCap], experiments: [Experiment]) {
        let live = sharedCaps.filter { $0.status == .live }
        let running = Dictionary(experiments.filter { $0.status == .running }.map { ($0.placement, $0) }) { first, _ in first }
        var indexes: [String: PlacementIndex] = [:]
        for placement in placements where placement.status == .live {
            indexes[placement.key] = PlacementIndex(
                placement: placement, offers: offers, sharedCaps: live, experiment: running[placement.key], version: version)
        }
        self.version = version
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
