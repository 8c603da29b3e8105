import CommonModels

/// What the chapters of Profile lend to ingest: the rules that hold for a batch, read in its transaction.
struct IngestParts: Sendable {
    let ids: IDGenerator
    /// Computed traits and priorities of sources.
    let plans: TraitPlanCache
    /// What events must look like.
    let tracking: TrackingPlanCache
    /// Signs the links of double opt-in.
    let links: ConsentLinks
    /// Identities of people who were erased.
    let blocks: BlockList
    /// Which values are identities.
    let rulebook: IdentityRulebook
    /// Owners of identities, from one batch to the next.
    let identities: IdentityCache
}
