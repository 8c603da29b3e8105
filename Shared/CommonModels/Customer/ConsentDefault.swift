/// What holds in a region for people who were never asked about a purpose.
package enum ConsentDefault: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing is done before the person agrees.
    case optIn
    /// It may be done until the person refuses.
    case optOut
    /// The region's law asks for no consent here (a contract, for instance): it is not offered as a choice. A refusal on
    /// record counts all the same.
    case notApplicable

    package var allowsUse: Bool { self != .optIn }
}
