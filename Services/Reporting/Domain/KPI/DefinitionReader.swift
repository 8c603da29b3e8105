import CommonModels

/// Walks a JSON document, gathering every fault with its pointer instead of stopping at the first.
struct DefinitionReader {
    private(set) var faults: [KPIProblems.Fault] = []

    mutating func fault(_ detail: String, at pointer: String) {
        faults.append(KPIProblems.Fault(detail: detail, pointer: pointer))
    }

    mutating func object(_ value: JSONValue?, at pointer: String, allowed: Set<String>) -> JSONObject? {
        guard let members = value?.objectValue else {
            fault("must be an object", at: pointer)
            return nil
        }
        for key in members.keys where !allowed.contains(key) {
            fault("unknown member; allowed are \(allowed.sorted().joined(separator: ", "))", at: pointer + "/" + escaped(key))
        }
        return members
    }

    /// A non-empty text of at most `max` characters.
    mutating func text(_ value: JSONValue?, at pointer: String, max: Int) -> String? {
        guard let text = value?.stringValue, !text.isEmpty, text.count <= max else {
            fault("must be a text of 1 to \(max) characters", at: pointer)
            return nil
        }
        return text
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ value: JSONValue?, at pointer: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        if let choice = value?.stringValue.flatMap(Choice.init(rawValue:)) { return choice }
        fault("must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", at: pointer)
        return nil
    }

    mutating func texts(_ value: JSONValue?, at pointer: String, max: Int, each: Int) -> [String]? {
        guard let array = value?.arrayValue, (1...max).contains(array.count) else {
            fault("must be a list of 1 to \(max) texts", at: pointer)
            return nil
        }
        var texts: [String] = []
        for (index, element) in array.enumerated() {
            guard let text = text(element, at: "\(pointer)/\(index)", max: each) else { return nil }
            texts.append(text)
        }
        return texts
    }

    private func escaped(_ key: String) -> String {
        key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
