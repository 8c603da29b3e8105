package import CommonModels

/// Why something cannot be done with a case.
package enum CaseError: Error, Hashable, Sendable {
    case notFound
    /// Nobody has the identity or id the case should be about.
    case unknownPerson
    case invalid(field: String, expected: String)
    /// The step does not follow on where the case is.
    case outOfOrder(state: CaseState)
    /// The same is already asked for this person and not finished.
    case alreadyOpen(CaseID)
    /// A bundle that was not made, or whose time is over.
    case bundleGone
    case tooManyIDs(max: Int)
    /// What should be the person's identity is somebody else's.
    case identityTaken(IdentityNamespace, by: ProfileID)
}
