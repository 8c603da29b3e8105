/// The comparable form of a namespace's values.
package enum IdentityNormalization: Hashable, Sendable {
    /// White space around it taken off.
    case exact
    /// The same, in lower case.
    case lowercase
    /// An address with one `@` and a dotted domain, in lower case.
    case email
    /// E.164; numbers written without a country code are of `region` (ISO 3166-1 alpha-2), e.g. `KR`.
    case phone(region: String)
    case custom(CustomNormalization)

    /// - Throws: ``IdentityRefusal`` when the text cannot be a value.
    package func normalized(_ value: String) throws(IdentityRefusal) -> String {
        let text = Self.trimmed(value)
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= IdentityNamespace.valueLengthMax || text.count <= IdentityNamespace.valueLengthMax else { throw .tooLong }
        switch self {
        case .exact: return text
        case .lowercase: return text.lowercased()
        case .email: return try Self.email(text)
        case .phone(let region):
            do throws(PhoneRefusal) {
                return try PhoneNumber.e164(text, region: region)
            } catch {
                throw .phone(error)
            }
        case .custom(let custom): return try custom.normalized(text)
        }
    }

    /// The comparable form of the beginning of a value, for searches.
    package func prefix(_ text: String) -> String {
        switch self {
        case .exact: text
        case .lowercase, .email: text.lowercased()
        case .phone(let region): (try? PhoneNumber.e164(text, region: region)) ?? text
        case .custom(let custom): custom.cleaned(text)
        }
    }

    var faults: [(pointer: String, detail: String)] {
        switch self {
        case .exact, .lowercase, .email: []
        case .phone(let region):
            PhoneRegion.all[region] == nil ? [("/normalization/region", "a region of the table of phone numbers, e.g. KR")] : []
        case .custom(let custom): custom.faults
        }
    }

    private static func email(_ text: String) throws(IdentityRefusal) -> String {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
            !text.contains(where: \.isWhitespace)
        else { throw .notAnAddress }
        return text.lowercased()
    }

    /// Most values begin and end with a visible ASCII character and are taken as they are.
    private static func trimmed(_ value: String) -> String {
        if let first = value.utf8.first, let last = value.utf8.last, (33...126).contains(first), (33...126).contains(last) { return value }
        let start = value.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
