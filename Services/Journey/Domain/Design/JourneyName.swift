package import CommonModels

/// What people call a journey, in both languages of the console.
package struct JourneyName: Hashable, Sendable {
    package static let lengthMax = 80  // characters
    package let ko: String
    package let en: String

    /// Neither empty nor longer than ``lengthMax``; a missing language takes the other's name.
    package init?(ko: String?, en: String?) {
        guard let first = ko ?? en, let second = en ?? ko else { return nil }
        guard !first.isEmpty, !second.isEmpty, first.count <= Self.lengthMax, second.count <= Self.lengthMax else { return nil }
        self.ko = first
        self.en = second
    }

    package var json: JSONValue { .object(["ko": .string(ko), "en": .string(en)]) }
}
