/// Why a stated value identifies nobody. Counted by source and day, so that whoever sends it can be told.
package enum IdentityRefusal: Error, Hashable, Sendable {
    case empty
    case tooLong
    case notAnAddress
    case notDigits
    case wrongLength
    case phone(PhoneRefusal)
    /// On the junk list, or in quarantine.
    case junk

    /// Stable, for filters.
    package var code: String {
        switch self {
        case .empty: "empty"
        case .tooLong: "too-long"
        case .notAnAddress: "not-an-address"
        case .notDigits: "not-digits"
        case .wrongLength: "wrong-length"
        case .phone(let refusal): "phone-\(refusal.rawValue)"
        case .junk: "junk"
        }
    }
}
