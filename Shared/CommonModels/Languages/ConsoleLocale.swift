/// A language people read the console, rules and reports in.
package enum ConsoleLocale: String, Hashable, Sendable, Codable, CaseIterable {
    case ko, en

    /// The first of ours in an `Accept-Language` header such as `fr, en;q=0.8`, by its weights; nil when it names neither.
    package init?(acceptLanguage header: some StringProtocol) {
        var best: (locale: ConsoleLocale, weight: Double)?
        for part in header.split(separator: ",").prefix(20) {
            let pieces = part.split(separator: ";")
            guard let tag = pieces.first else { continue }
            let language = tag.trimmingPrefix(while: { $0 == " " }).prefix { $0 != "-" && $0 != "_" && $0 != " " }.lowercased()
            guard let locale = ConsoleLocale(rawValue: language) else { continue }
            let quality = pieces.dropFirst().lazy.compactMap { piece -> Double? in
                let text = String(piece.filter { $0 != " " })
                return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
            }.first
            let weight = quality ?? 1
            if weight > 0, weight > best?.weight ?? 0 { best = (locale, weight) }
        }
        guard let best else { return nil }
        self = best.locale
    }
}
