/// Where a person's consent stands. `unknown` means never asked: the regional default decides. `pending` means granted
/// and not confirmed yet (double opt-in): it allows nothing.
package enum ConsentStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case granted, denied, withdrawn, expired, pending, unknown

    package var allowsUse: Bool { self == .granted }

    /// Whether the person said no.
    package var isRefusal: Bool { self == .denied || self == .withdrawn }
}
