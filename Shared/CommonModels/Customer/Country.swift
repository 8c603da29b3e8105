/// A country as ISO 3166-1 alpha-2 writes it, e.g. `KR`.
package struct Country: RawRepresentable, Hashable, Sendable {
    /// Where a person's country is read from, the first that can be read: what they or a system of record said, what their
    /// last `identify` call came with (`context.location.country`), the region of their locale (`ko-KR`).
    package static let traits = ["country", "address", contextTrait, "locale"]
    /// The trait that keeps `context.location.country` of identify calls.
    package static let contextTrait = "context_country"

    package let rawValue: String

    /// - Returns: nil unless two letters of ASCII; their case is put right.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == 2, rawValue.utf8.allSatisfy({ (65...90).contains($0 & 0xDF) }) else { return nil }
        self.rawValue = rawValue.uppercased()
    }

    /// The country of a person with these traits, by the order of ``traits``; nil when none can be read.
    package init?(trait: (String) -> JSONValue?) {
        for name in Country.traits {
            guard let value = trait(name), let text = Country.text(of: value, in: name), let country = Country(rawValue: text) else {
                continue
            }
            self = country
            return
        }
        return nil
    }

    private static func text(of value: JSONValue, in name: String) -> String? {
        switch name {
        case "address": value["country"]?.stringValue
        case "locale": value.stringValue?.split(whereSeparator: { $0 == "-" || $0 == "_" }).dropFirst().last.map(String.init)
        default: value.stringValue
        }
    }
}
