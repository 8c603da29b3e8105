import CommonModels
import ProfileDomain

/// The fields of a region as a form sends them, and the catalogue's document they make.
struct ConsentRegionForm: Sendable {
    let values: [String: String]

    init(values: [String: String]) { self.values = values }

    init(_ region: ConsentRegion?, in stored: StoredConsentCatalogue) {
        var values = ["version": "\(stored.version)"]
        if let region {
            values["key"] = region.key
            values["nameKo"] = region.nameKo
            values["nameEn"] = region.nameEn
            values["countries"] = region.countries.map(\.rawValue).sorted().joined(separator: " ")
        }
        self.values = values
    }

    private func words(_ name: String) -> [String] {
        values[name]?.split { $0.isWhitespace || $0 == "," }.map(String.init) ?? []
    }

    /// The catalogue with this region in place of the one of `key`, or added; without countries it is taken out.
    func document(changing key: String?, in catalogue: ConsentCatalogue) -> JSONValue {
        let name = key ?? words("key").joined()
        let changed: JSONValue = [
            "key": .string(name), "countries": .array(words("countries").map { .string($0) }),
            "name": [
                "ko": .string(words("nameKo").joined(separator: " ")), "en": .string(words("nameEn").joined(separator: " ")),
            ],
        ]
        var regions = catalogue.regions.map(\.json)
        var document = catalogue.json.objectValue ?? [:]
        if let place = catalogue.regions.firstIndex(where: { $0.key == key }) {
            if words("countries").isEmpty {
                regions.remove(at: place)
                document["rules"] = .array(catalogue.rules.filter { $0.region != key }.map(\.json))
            } else {
                regions[place] = changed
            }
        } else {
            regions.append(changed)
        }
        document["regions"] = .array(regions)
        return .object(document)
    }
}
