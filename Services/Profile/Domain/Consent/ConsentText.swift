package import CommonModels

/// One version of what people read before they agree. Once published it never changes: proof points to it.
package struct ConsentText: Hashable, Sendable {
    package static let lengthMax = 4_000  // characters, per language

    /// E.g. `2026-11`.
    package let version: String
    package let ko: String
    package let en: String
    /// When it was first published.
    package let since: Instant

    package init(version: String, ko: String, en: String, since: Instant) {
        self.version = version
        self.ko = ko
        self.en = en
        self.since = since
    }

    package func text(_ locale: ConsoleLocale) -> String { locale == .ko ? ko : en }

    package var json: JSONValue {
        ["version": .string(version), "ko": .string(ko), "en": .string(en), "since": .string(since.rfc3339)]
    }
}
