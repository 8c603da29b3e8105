/// What became of rows about a person.
package enum SubjectFate: String, Hashable, Sendable, Codable, CaseIterable {
    /// Deleted, physically.
    case removed
    /// Kept without anything that tells whose they are.
    case anonymized
    /// Left as they are.
    case kept
}
