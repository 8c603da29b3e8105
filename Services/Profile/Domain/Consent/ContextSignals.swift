package import CommonModels

/// What an event's `context` says about consent: Global Privacy Control, categories refused in a consent banner, the country.
///
/// Most events say nothing of the kind: then the text is searched and not parsed.
package struct ContextSignals: Hashable, Sendable {
    /// `context.gpc`: the browser's `navigator.globalPrivacyControl`.
    package private(set) var isGPC = false
    /// Categories with `false` in `context.consent.categoryPreferences`, as consent banners of Segment's clients send them.
    package private(set) var refused: Set<Purpose> = []
    /// `context.location.country`.
    package private(set) var country: Country?
    /// `context.locale`, `context.ip`, `context.userAgent`.
    package private(set) var evidence = ConsentEvidence.none

    /// - Parameter isWhole: whether evidence and country are wanted as well.
    /// - Returns: nil when there is nothing to tell.
    package init?(_ context: String, isWhole: Bool) {
        guard isWhole || Self.mayRefuse(context), context.utf8.count > 2, let tree = try? JSONValue(parsing: context) else { return nil }
        let gpc = tree["gpc"] ?? tree["consent"]?["gpc"]
        isGPC = gpc?.boolValue ?? (gpc?.intValue == 1 || gpc?.stringValue == "1")
        for (category, isAllowed) in tree["consent"]?["categoryPreferences"]?.objectValue ?? [:] where isAllowed.boolValue == false {
            if let purpose = Purpose(rawValue: category.lowercased()) { refused.insert(purpose) }
        }
        country = tree["location"]?["country"]?.stringValue.flatMap { Country(rawValue: $0) }
        evidence = ConsentEvidence(
            language: tree["locale"]?.stringValue, ip: tree["ip"]?.stringValue, userAgent: tree["userAgent"]?.stringValue)
    }

    /// Whether the text holds the name `gpc` or `consent`: one pass over its bytes.
    private static func mayRefuse(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            var index = 0
            while index + 4 < bytes.count {
                if bytes[index] == UInt8(ascii: "\"") {
                    let rest = bytes[(index + 1)...]
                    if rest.starts(with: "gpc\"".utf8) || rest.starts(with: "consent\"".utf8) { return true }
                }
                index += 1
            }
            return false
        } ?? true
    }
}
