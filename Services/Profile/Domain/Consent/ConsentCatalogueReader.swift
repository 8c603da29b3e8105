import CommonModels

/// Reads a catalogue and gathers everything that is wrong with it.
struct ConsentCatalogueReader {
    let earlier: ConsentCatalogue
    /// When a text that is new is published; nil when a stored catalogue is read, whose texts say so themselves.
    let now: Instant?
    var faults = ConsentCatalogueFaults()

    init(earlier: ConsentCatalogue, now: Instant?) {
        self.earlier = earlier
        self.now = now
    }

    mutating func read(_ json: JSONValue) -> ConsentCatalogue {
        let purposes = items(json["purposes"], "/purposes", max: ConsentCatalogue.purposesMax) { $0.purpose($1, $2) }
        let channels = items(json["channels"], "/channels", max: Channel.allCases.count) { $0.channel($1, $2) }
        let regions = items(json["regions"], "/regions", max: ConsentCatalogue.regionsMax) { $0.region($1, $2) }
        let rules = items(json["rules"], "/rules", max: ConsentPolicy.rulesMax) { $0.rule($1, $2) }
        let days = json["addressDays"]?.intValue ?? -1
        if !(0...Int64(ConsentCatalogue.addressDaysMax)).contains(days) {
            faults.add("/addressDays", "a whole number from 0 to \(ConsentCatalogue.addressDaysMax)")
        }
        let catalogue = ConsentCatalogue(
            purposes: purposes, channels: channels, regions: regions, rules: rules, addressDays: Int(clamping: days))
        checkWhole(catalogue)
        return catalogue
    }

    private mutating func items<Item>(
        _ json: JSONValue?, _ pointer: String, max: Int, _ item: (inout Self, JSONValue, String) -> Item?
    ) -> [Item] {
        guard let values = json?.arrayValue, values.count <= max else {
            faults.add(pointer, "an array of at most \(max)")
            return []
        }
        return values.enumerated().compactMap { item(&self, $0.element, "\(pointer)/\($0.offset)") }
    }

    private mutating func purpose(_ json: JSONValue, _ pointer: String) -> ConsentPurpose? {
        guard let key = json["key"]?.stringValue.flatMap({ Purpose(rawValue: $0) }) else {
            faults.add(pointer + "/key", "1 to \(Purpose.lengthMax) of a-z, 0-9, - and _, a letter first")
            return nil
        }
        guard let (ko, en) = name(json, pointer) else { return nil }
        guard let basis = LegalBasis(rawValue: json["legalBasis"]?.stringValue ?? "consent") else {
            faults.add(pointer + "/legalBasis", "one of: " + LegalBasis.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        let channels = channelList(json["channels"], pointer + "/channels")
        if channels.isEmpty { faults.add(pointer + "/channels", "at least one channel") }
        let days = json["validDays"].flatMap { $0.isNull ? nil : $0 }
        if let days, !(1...Int64(ConsentPurpose.validDaysMax)).contains(days.intValue ?? 0) {
            faults.add(pointer + "/validDays", "a whole number from 1 to \(ConsentPurpose.validDaysMax)")
        }
        let known = earlier[key]?.texts ?? []
        let texts = items(json["texts"] ?? [], pointer + "/texts", max: ConsentPurpose.textsMax) { $0.text($1, $2, known) }
        return ConsentPurpose(
            key: key, nameKo: ko, nameEn: en, legalBasis: basis, channels: channels, isOffered: json["isOffered"]?.boolValue ?? true,
            doubleOptIn: Set(channelList(json["doubleOptIn"] ?? [], pointer + "/doubleOptIn")),
            honoursGPC: json["honoursGPC"]?.boolValue ?? false, validDays: days?.intValue.map { Int($0) }, texts: texts)
    }

    private mutating func text(_ json: JSONValue, _ pointer: String, _ known: [ConsentText]) -> ConsentText? {
        guard let version = json["version"]?.stringValue, (1...ConsentRecord.textVersionLengthMax).contains(version.count) else {
            faults.add(pointer + "/version", "1 to \(ConsentRecord.textVersionLengthMax) characters")
            return nil
        }
        guard let ko = json["ko"]?.stringValue, let en = json["en"]?.stringValue,
            [ko, en].allSatisfy({ (1...ConsentText.lengthMax).contains($0.count) })
        else {
            faults.add(pointer, "ko and en, each of 1 to \(ConsentText.lengthMax) characters")
            return nil
        }
        let before = known.first { $0.version == version }
        if let before, before.ko != ko || before.en != en {
            faults.add(pointer, "the text \(version) was published and stays as it is; give the new one a new version")
        }
        let stated = json["since"]?.stringValue.flatMap { Instant(rfc3339: $0) }
        return ConsentText(version: version, ko: ko, en: en, since: before?.since ?? now ?? stated ?? .epoch)
    }

    private mutating func channel(_ json: JSONValue, _ pointer: String) -> ConsentChannel? {
        guard let channel = json["channel"]?.stringValue.flatMap(Channel.init) else {
            faults.add(pointer + "/channel", "one of: " + Channel.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        return name(json, pointer).map { ConsentChannel(channel, ko: $0.ko, en: $0.en) }
    }

    private mutating func region(_ json: JSONValue, _ pointer: String) -> ConsentRegion? {
        guard let region = ConsentRegion(json: json), (1...ConsentRegion.keyLengthMax).contains(region.key.count) else {
            faults.add(pointer, "key (1 to \(ConsentRegion.keyLengthMax) characters), name {ko, en}, countries as ISO 3166 alpha-2")
            return nil
        }
        _ = name(json, pointer)
        return region
    }

    private mutating func rule(_ json: JSONValue, _ pointer: String) -> ConsentPolicy.Rule? {
        guard let rule = ConsentPolicy.Rule(json: json) else {
            faults.add(pointer, "region (a key, null for everywhere), purpose, channel, default (optIn, optOut or notApplicable)")
            return nil
        }
        return rule
    }

    private mutating func name(_ json: JSONValue, _ pointer: String) -> (ko: String, en: String)? {
        guard let ko = json["name"]?["ko"]?.stringValue, let en = json["name"]?["en"]?.stringValue,
            [ko, en].allSatisfy({ (1...ConsentPurpose.nameLengthMax).contains($0.count) })
        else {
            faults.add(pointer + "/name", "ko and en, each of 1 to \(ConsentPurpose.nameLengthMax) characters")
            return nil
        }
        return (ko, en)
    }

    private mutating func channelList(_ json: JSONValue?, _ pointer: String) -> [Channel] {
        let names = json?.arrayValue?.map { $0.stringValue.flatMap(Channel.init) } ?? [nil]
        let channels = names.compactMap(\.self)
        if channels.count != names.count || Set(channels).count != channels.count {
            faults.add(pointer, "channels, each once: " + Channel.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return channels
    }

    /// What no member shows by itself.
    private mutating func checkWhole(_ catalogue: ConsentCatalogue) {
        for (index, purpose) in catalogue.purposes.enumerated() {
            if catalogue.purposes[..<index].contains(where: { $0.key == purpose.key }) {
                faults.add("/purposes/\(index)/key", "is there already")
            }
            let gone = (earlier[purpose.key]?.texts ?? []).filter { text in !purpose.texts.contains { $0.version == text.version } }
            for text in gone { faults.add("/purposes/\(index)/texts", "the text \(text.version) was published and must stay") }
        }
        for purpose in earlier.purposes where catalogue[purpose.key] == nil {
            faults.add("/purposes", "\(purpose.key.rawValue) must stay; take it out of the preference centre with isOffered: false")
        }
        var taken: Set<Country> = []
        for (index, region) in catalogue.regions.enumerated() {
            if catalogue.regions[..<index].contains(where: { $0.key == region.key }) {
                faults.add("/regions/\(index)/key", "is there already")
            }
            for country in region.countries.sorted(by: { $0.rawValue < $1.rawValue }) where !taken.insert(country).inserted {
                faults.add("/regions/\(index)/countries", "\(country.rawValue) belongs to another region")
            }
        }
        for (index, rule) in catalogue.rules.enumerated() {
            if catalogue[rule.purpose] == nil { faults.add("/rules/\(index)/purpose", "no such purpose") }
            if let region = rule.region, !catalogue.regions.contains(where: { $0.key == region }) {
                faults.add("/rules/\(index)/region", "no such region")
            }
        }
    }
}
