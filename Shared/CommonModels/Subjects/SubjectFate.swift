/// What became of rows about a person.
package enum SubjectFate: String, Hashable, Sendable, Codable, CaseIterable {
    /// Deleted, physically.
    case removed
    /// Kept without anything that tells whose they are.
    case anonymized
    /// Removed within days: files that cannot be read by who is in them.
    case expiring
    /// Left as they are.
    case kept
}
