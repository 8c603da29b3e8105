import CommonModels
import ProfileDomain

/// The fields of a purpose as a form sends them, and the catalogue's document they make.
struct ConsentPurposeForm: Sendable {
    let values: [String: String]

    init(values: [String: String]) { self.values = values }

    /// - Parameter today: proposes the version of a first text.
    init(_ purpose: ConsentPurpose?, in stored: StoredConsentCatalogue, today: Instant) {
        var values = ["version": "\(stored.version)", "isOffered": "on", "legalBasis": LegalBasis.consent.rawValue]
        values["textVersion"] = purpose?.text?.version ?? String(today.rfc3339.prefix(10))
        for region in stored.catalogue.regions { values["default.\(region.key)"] = Self.unset }
        values[Self.everywhere] = ConsentDefault.optIn.rawValue
        if let purpose {
            values["key"] = purpose.key.rawValue
            values["nameKo"] = purpose.nameKo
            values["nameEn"] = purpose.nameEn
            values["legalBasis"] = purpose.legalBasis.rawValue
            values["isOffered"] = purpose.isOffered ? "on" : nil
            values["doubleOptIn"] = purpose.doubleOptIn.isEmpty ? nil : "on"
            values["honoursGPC"] = purpose.honoursGPC ? "on" : nil
            values["validDays"] = purpose.validDays.map { "\($0)" }
            values["textKo"] = purpose.text?.ko
            values["textEn"] = purpose.text?.en
            for channel in purpose.channels { values["channel.\(channel.rawValue)"] = "on" }
            for rule in stored.catalogue.rules where rule.purpose == purpose.key && rule.channel == .all {
                values[rule.region.map { "default.\($0)" } ?? Self.everywhere] = rule.standing.rawValue
            }
        }
        self.values = values
    }

    static let everywhere = "everywhere"
    /// The region has no rule of its own: what holds everywhere holds there.
    static let unset = "-"

    private func text(_ name: String) -> String { values[name]?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? "" }

    /// The catalogue with this purpose in place of the one of `key`, or added.
    func document(changing key: Purpose?, in catalogue: ConsentCatalogue, at now: Instant) -> JSONValue {
        let present = key.flatMap { catalogue[$0] }
        let name = key?.rawValue ?? text("key")
        var purposes = catalogue.purposes.map(\.json)
        let changed = purpose(name, present)
        if let place = catalogue.purposes.firstIndex(where: { $0.key == key }) {
            purposes[place] = changed
        } else {
            purposes.append(changed)
        }
        var document = catalogue.json.objectValue ?? [:]
        document["purposes"] = .array(purposes)
        document["rules"] = .array(rules(name, in: catalogue))
        return .object(document)
    }

    private func purpose(_ key: String, _ present: ConsentPurpose?) -> JSONValue {
        let channels = Channel.allCases.filter { values["channel.\($0.rawValue)"] == "on" }
        let chosen = (present?.doubleOptIn ?? []).intersection(channels + [.all])
        let confirmed = values["doubleOptIn"] != "on" ? [] : chosen.isEmpty ? channels : Array(chosen)
        var members: JSONObject = [
            "key": .string(key), "name": ["ko": .string(text("nameKo")), "en": .string(text("nameEn"))],
            "legalBasis": .string(values["legalBasis"] ?? ""), "channels": .array(channels.map { .string($0.rawValue) }),
            "isOffered": .bool(values["isOffered"] == "on"), "doubleOptIn": .array(confirmed.map { .string($0.rawValue) }),
            "honoursGPC": .bool(values["honoursGPC"] == "on"),
        ]
        let days = text("validDays")
        if !days.isEmpty { members["validDays"] = Int64(days).map { JSONValue.integer($0) } ?? .string(days) }
        members["texts"] = .array(texts(present))
        return .object(members)
    }

    /// The published texts, and the one of the form when it says something new.
    private func texts(_ present: ConsentPurpose?) -> [JSONValue] {
        var texts = present?.texts.map(\.json) ?? []
        let (version, ko, en) = (text("textVersion"), text("textKo"), text("textEn"))
        guard !ko.isEmpty || !en.isEmpty, present?.text?.ko != ko || present?.text?.en != en else { return texts }
        let stated: JSONValue = ["version": .string(version), "ko": .string(ko), "en": .string(en)]
        // A published version keeps its place: the reader then says that it cannot be changed.
        if let place = present?.texts.firstIndex(where: { $0.version == version }) { texts[place] = stated } else { texts.append(stated) }
        return texts
    }

    /// Every rule but those of this purpose for all channels, and those the form states.
    private func rules(_ key: String, in catalogue: ConsentCatalogue) -> [JSONValue] {
        let others = catalogue.rules.filter { $0.purpose.rawValue != key || $0.channel != .all }.map(\.json)
        func rule(_ region: String?, _ field: String) -> JSONValue? {
            guard let standing = values[field], standing != Self.unset else { return nil }
            return [
                "region": region.map { JSONValue.string($0) } ?? .null, "purpose": .string(key), "channel": "all",
                "default": .string(standing),
            ]
        }
        // Without a rule everything is opt-in.
        let isPlain = (values[Self.everywhere] ?? ConsentDefault.optIn.rawValue) == ConsentDefault.optIn.rawValue
        let general = isPlain ? nil : rule(nil, Self.everywhere)
        return others + catalogue.regions.compactMap { rule($0.key, "default.\($0.key)") } + [general].compactMap(\.self)
    }
}
