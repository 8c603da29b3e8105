/// A stream within a feed, for readers that need few of its events: `?topic=`. Everybody else reads them in their place
/// among the others.
package enum FeedTopic: String, Hashable, Sendable, CaseIterable {
    /// What governs the use of people's data: erasures, restrictions, labels and policies.
    case governance
}
