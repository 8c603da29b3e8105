/// Language tags and the order in which they stand in for each other.
package enum ContentLocale {
    /// `ko`, `en-GB`, `zh-Hant`.
    package static func isValid(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.count), parts.count <= 3 else { return false }
        return language.allSatisfy { $0.isASCII && $0.isLowercase }
            && parts.dropFirst().allSatisfy { (2...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
    }

    /// The variant for a reader: the tag itself, then the tag without its last part, then the item's default, then the first.
    /// - Returns: nil when there is no variant at all.
    package static func best(for wanted: String?, among available: [String], default fallback: String) -> String? {
        var parts = (wanted ?? fallback).split(separator: "-")
        while !parts.isEmpty {
            let tag = parts.joined(separator: "-")
            if let match = available.first(where: { $0.lowercased() == tag.lowercased() }) { return match }
            parts.removeLast()
        }
        return available.contains(fallback) ? fallback : available.first
    }
}
