/// Countries that share the rules of consent.
package struct ConsentRegion: Hashable, Sendable {
    package static let keyLengthMax = 20  // characters
    package static let countriesMax = 250

    /// E.g. `eea`.
    package let key: String
    package let nameKo: String
    package let nameEn: String
    package let countries: Set<Country>

    package init(key: String, nameKo: String, nameEn: String, countries: Set<Country>) {
        self.key = key
        self.nameKo = nameKo
        self.nameEn = nameEn
        self.countries = countries
    }

    package func name(_ locale: ConsoleLocale) -> String { locale == .ko ? nameKo : nameEn }

    package var json: JSONValue {
        [
            "key": .string(key), "name": ["ko": .string(nameKo), "en": .string(nameEn)],
            "countries": .array(countries.map(\.rawValue).sorted().map { .string($0) }),
        ]
    }

    /// Nil when a member is missing or wrong.
    package init?(json: JSONValue) {
        guard let key = json["key"]?.stringValue, let ko = json["name"]?["ko"]?.stringValue, let en = json["name"]?["en"]?.stringValue,
            let codes = json["countries"]?.arrayValue?.map(\.stringValue), codes.count <= Self.countriesMax
        else { return nil }
        let countries = codes.compactMap { $0.flatMap(Country.init(rawValue:)) }
        guard countries.count == codes.count else { return nil }
        self.init(key: key, nameKo: ko, nameEn: en, countries: Set(countries))
    }
}
