package import CommonModels

extension SignalType {
    /// Reads a type's document.
    /// - Throws: everything wrong with it, each with a JSON pointer.
    package init(json: JSONValue, key: String) throws(DocumentFaults) {
        guard let members = json.objectValue else { throw DocumentFaults([.init("", "must be an object")]) }
        var faults: [DocumentFaults.Fault] = []
        for name in members.keys where !["key", "name", "description", "idPattern", "sources", "keepDays"].contains(name) {
            faults.append(.init("/" + name, "is not known here"))
        }
        if !SignalSubject.isType(key) {
            faults.append(.init("/key", "must be 1 to \(SignalSubject.typeLengthMax) of a-z, 0-9, - and _, a letter first"))
        }
        if let stated = members["key"], stated != .string(key) { faults.append(.init("/key", "must be “\(key)”, as in the address")) }
        let (ko, en) = (members["name"]?["ko"]?.stringValue ?? "", members["name"]?["en"]?.stringValue ?? "")
        let lengths = 1...SignalLimits.nameLengthMax
        if !lengths.contains(ko.count) || !lengths.contains(en.count) {
            faults.append(.init("/name", "must have ko and en of 1 to \(SignalLimits.nameLengthMax) characters"))
        }
        let description = members["description"] ?? ""
        if (description.stringValue?.count ?? .max) > SignalLimits.descriptionLengthMax {
            faults.append(.init("/description", "must be a text of at most \(SignalLimits.descriptionLengthMax) characters"))
        }
        let pattern = members["idPattern"]?.stringValue.flatMap { SubjectPattern($0) }
        if let stated = members["idPattern"], !stated.isNull, pattern == nil {
            faults.append(
                .init(
                    "/idPattern", "must have 1 to \(SubjectPattern.lengthMax) characters: # digit, @ letter, ? any, * at the end the rest"))
        }
        let sources = Self.sources(members["sources"], &faults)
        let keepDays = members["keepDays"] ?? .integer(SignalLimits.keepDaysDefault)
        if !SignalLimits.keepDays.contains(keepDays.intValue ?? 0) {
            let days = SignalLimits.keepDays
            faults.append(.init("/keepDays", "must be a whole number from \(days.lowerBound) to \(days.upperBound)"))
        }
        guard faults.isEmpty else { throw DocumentFaults(faults) }
        self.init(
            key: key, name: LocalText(ko: ko, en: en), description: description.stringValue ?? "", pattern: pattern, sources: sources,
            keepDays: keepDays.intValue ?? SignalLimits.keepDaysDefault)
    }

    /// The document, members that say nothing left out.
    package var json: JSONValue {
        var members: JSONObject = ["key": .string(key), "name": ["ko": .string(name.ko), "en": .string(name.en)]]
        if !description.isEmpty { members["description"] = .string(description) }
        if let pattern { members["idPattern"] = .string(pattern.text) }
        if !sources.isEmpty { members["sources"] = .array(sources.map { .string($0) }) }
        members["keepDays"] = .integer(keepDays)
        return .object(members)
    }

    private static func sources(_ json: JSONValue?, _ faults: inout [DocumentFaults.Fault]) -> [String] {
        guard let json, !json.isNull else { return [] }
        let names = json.arrayValue?.compactMap(\.stringValue) ?? []
        let isGood = names.allSatisfy { (1...SignalLimits.sourceLengthMax).contains($0.count) }
        if json.arrayValue?.count != names.count || names.count > SignalLimits.sourcesMax || !isGood || Set(names).count != names.count {
            faults.append(.init("/sources", "must be at most \(SignalLimits.sourcesMax) different names of sources"))
        }
        return names
    }
}
