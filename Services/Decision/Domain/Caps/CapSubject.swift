/// Whose uses a cap adds up.
package enum CapSubject: String, CaseIterable, Sendable {
    /// Each stitched person on their own.
    case profile
    /// Everybody together.
    case total
}
