package import CommonModels

/// The catalogue in one language: `words("console.job.speed", ["n": "3"])`.
package struct Words: Sendable {
    package let catalogue: Catalogue
    package let locale: ConsoleLocale

    package init(_ catalogue: Catalogue, _ locale: ConsoleLocale) {
        self.catalogue = catalogue
        self.locale = locale
    }

    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogue.text(key, in: locale, values)
    }

    /// The sentence for a key made at run time, e.g. `segment.status.` + a status; `fallback` when there is none.
    package func optional(_ key: String, fallback: String) -> String {
        catalogue.contains(key) ? catalogue.text(key, in: locale) : fallback
    }
}
