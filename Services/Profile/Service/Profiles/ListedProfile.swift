/// A profile in a list, and its place there.
package struct ListedProfile: Hashable, Sendable {
    package let summary: ProfileSummary
    /// What the next page starts after.
    package let cursor: ProfileCursor
}
