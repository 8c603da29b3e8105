import CommonModels

/// Reads one JSON object of a document, field by field, and gathers what is wrong with it instead of stopping at the
/// first fault. Every field must be asked for once; ``finish()`` reports the ones nobody asked for.
struct DocumentReader {
    let object: JSONObject
    let pointer: String
    let node: String?
    private(set) var issues: [JourneyIssue] = []
    private var asked: Set<String> = []

    init(_ object: JSONObject, at pointer: String, node: String? = nil) {
        self.object = object
        self.pointer = pointer
        self.node = node
    }

    func has(_ field: String) -> Bool { object[field] != nil }

    /// The raw value of an optional field.
    mutating func value(_ field: String) -> JSONValue? {
        asked.insert(field)
        return object[field]
    }

    /// A required text of at most `lengthMax` characters.
    mutating func text(_ field: String, lengthMax: Int) -> String? {
        guard let value = required(field) else { return nil }
        guard let text = value.stringValue else {
            report(.wrongType, field, "a string")
            return nil
        }
        guard !text.isEmpty else {
            report(.badValue, field, "a text that is not empty")
            return nil
        }
        guard text.count <= lengthMax else {
            report(.tooLong, field, "\(lengthMax)")
            return nil
        }
        return text
    }

    /// An optional text.
    mutating func optionalText(_ field: String, lengthMax: Int) -> String? {
        asked.insert(field)
        return object[field] == nil ? nil : text(field, lengthMax: lengthMax)
    }

    /// A required field whose text `parse` understands; `expected` says what that is.
    mutating func parsed<Value>(_ field: String, expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let value = required(field) else { return nil }
        guard let text = value.stringValue, let found = parse(text) else {
            report(.badValue, field, expected)
            return nil
        }
        return found
    }

    /// A required arrow to another node.
    mutating func target(_ field: String) -> NodeID? {
        parsed(field, expected: "the id of a node") { NodeID($0) }
    }

    mutating func required(_ field: String) -> JSONValue? {
        asked.insert(field)
        if let value = object[field], value != .null { return value }
        report(.missingField, nil, field)
        return nil
    }

    mutating func report(_ code: JourneyIssue.Code, _ field: String?, _ value: String = "") {
        issues.append(JourneyIssue(code, at: path(field), node: node, value: value))
    }

    mutating func add(_ found: [JourneyIssue]) { issues.append(contentsOf: found) }

    /// Everything found wrong, unknown fields included.
    mutating func finish() -> [JourneyIssue] {
        for field in object.keys where !asked.contains(field) {
            report(.unknownField, field, field)
        }
        return issues
    }

    func path(_ field: String?) -> String {
        guard let field else { return pointer }
        return pointer + "/" + Self.escaped(field)
    }

    /// RFC 6901, section 3.
    private static func escaped(_ field: String) -> String {
        String(field.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] })
    }
}
