/// Why somebody entered or left a segment.
package enum MembershipReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// Something happened to or by the person.
    case event
    /// Only time has passed.
    case time
    /// The segment was activated, or its rule replaced.
    case definition
    /// Two profiles turned out to be one person.
    case merge
    /// The person was erased.
    case erasure
    /// The segment was archived.
    case archive
    /// A policy came to stand against what the segment looks at.
    case policy
}
