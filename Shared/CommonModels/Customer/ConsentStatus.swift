/// Where a person's consent stands. `unknown` means never asked: the regional default decides.
package enum ConsentStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case granted, denied, withdrawn, expired, unknown

    package var allowsUse: Bool { self == .granted }
}
