package import CommonModels

/// Everything a decision in one placement needs, ranked and compiled ahead of time.
package struct PlacementIndex: Sendable {
    package let placement: Placement
    /// In ranking order.
    package let candidates: [Candidate]
    package let fallback: Candidate?
    /// The running experiment of this placement.
    package let experiment: Experiment?
    /// Names this very list of candidates in the decision log.
    package let snapshot: String

    package init(
        placement: Placement, offers: [Offer], sharedCaps: [SharedCap], experiment: Experiment?, version: Int64,
        policies: PolicyBook = .standard
    ) {
        self.placement = placement
        self.candidates =
            offers
            .filter { $0.status == .live && $0.content[placement.key] != nil && $0.id != placement.fallback }
            .sorted { $0.ranksBefore($1) }
            .map { Candidate(offer: $0, placement: placement, sharedCaps: sharedCaps, policies: policies) }
        self.fallback = offers.first { $0.id == placement.fallback && $0.status == .live }
            .map { Candidate(offer: $0, placement: placement, sharedCaps: [], policies: policies) }
        self.experiment = experiment
        self.snapshot = "\(placement.id.rawValue)@\(version)"
    }

    /// The offers a verdict serves, winners or fallback.
    package func served(_ verdict: Verdict) -> [Candidate] {
        if verdict.servesFallback { return fallback.map { [$0] } ?? [] }
        return verdict.chosen.map { candidates[$0] }
    }
}
