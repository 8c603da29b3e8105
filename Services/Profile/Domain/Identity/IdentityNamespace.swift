/// A kind of identity. Each value belongs to one profile at a time.
package enum IdentityNamespace: String, Hashable, Sendable, CaseIterable {
    case userId, anonymousId, email

    package static let valueLengthMax = 255  // characters

    /// The comparable form: e-mail addresses trimmed and lower-cased, ids trimmed. Nil when it cannot be one.
    package func normalize(_ value: String) -> String? {
        let trimmed = value.drop(while: \.isWhitespace)
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        let text = String(trimmed[...last])
        guard !text.isEmpty, text.count <= IdentityNamespace.valueLengthMax else { return nil }
        switch self {
        case .userId, .anonymousId: return text
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
                !text.contains(where: \.isWhitespace)
            else { return nil }
            return text.lowercased()
        }
    }
}
