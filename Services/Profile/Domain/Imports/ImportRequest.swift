package import CommonModels

/// What somebody asks to import: `{file, mapping?, format?, source?, dryRun?}`.
package struct ImportRequest: Hashable, Sendable {
    package let file: ImportFileID
    /// Name of a saved mapping; nil for JSON Lines of events.
    package let mapping: String?
    /// `csv` or `jsonl`; told from the file's name when nil.
    package let format: String?
    /// Where the events come from; the mapping says so when nil.
    package let source: String?
    /// Reads and judges everything, stores nothing.
    package let isDryRun: Bool

    package static let sourceDefault = "import"
    private static let members: Set = ["file", "mapping", "format", "source", "dryRun"]

    package init(file: ImportFileID, mapping: String?, format: String? = nil, source: String? = nil, isDryRun: Bool = false) {
        self.file = file
        self.mapping = mapping
        self.format = format
        self.source = source
        self.isDryRun = isDryRun
    }

    /// - Throws: everything wrong with it, each with a JSON pointer.
    package init(json: JSONValue, formats: [String]) throws(DocumentFaults) {
        var faults: [DocumentFaults.Fault] = []
        guard let members = json.objectValue else { throw DocumentFaults([.init("", "must be an object")]) }
        for name in members.keys where !Self.members.contains(name) { faults.append(.init("/" + name, "is not known here")) }
        func text(_ name: String, _ expected: String, _ isGood: (String) -> Bool) -> String? {
            guard let value = members[name], !value.isNull else { return nil }
            if let text = value.stringValue, isGood(text) { return text }
            faults.append(.init("/" + name, expected))
            return nil
        }
        let file = members["file"]?.stringValue.flatMap { ImportFileID($0) }
        if file == nil { faults.append(.init("/file", "must be the id of an uploaded file")) }
        mapping = text("mapping", "must be the name of a saved mapping") { ImportName($0) != nil }
        format = text("format", "must be \(formats.joined(separator: " or "))") { formats.contains($0) }
        source = text("source", "must be 1 to 80 letters, digits, -, _ or .") { WordShape.source.holds($0) }
        if let dryRun = members["dryRun"], dryRun.boolValue == nil { faults.append(.init("/dryRun", "must be true or false")) }
        isDryRun = members["dryRun"]?.boolValue ?? false
        guard let file, faults.isEmpty else { throw DocumentFaults(faults) }
        self.file = file
    }
}
