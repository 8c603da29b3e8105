import CommonModels

/// Reads the `signal` of an entry: `{name, subject: {type, id?}, where?, trait?, segment?}`.
enum SignalTriggerReader {
    static func read(_ reader: inout DocumentReader) -> SignalTrigger? {
        guard let object = reader.value("signal")?.objectValue else {
            reader.report(.wrongType, "signal", "an object with name, subject, and trait or segment")
            return nil
        }
        var part = DocumentReader(object, at: reader.path("signal"), node: reader.node)
        let pattern = EventPatternReader.read(&part, field: "name")
        let subject = subject(&part)
        let trait = part.optionalText("trait", lengthMax: SignalTrigger.traitLengthMax)
        var segment: SegmentID?
        if part.has("segment") { segment = part.parsed("segment", expected: "a segment id such as seg_…") { SegmentID($0) } }
        if !part.has("trait"), !part.has("segment") { part.report(.missingField, nil, "trait or segment") }
        let issues = part.finish()
        reader.add(issues)
        guard let pattern, let subject, issues.isEmpty else { return nil }
        return SignalTrigger(subjectType: subject.type, subjectID: subject.id, pattern: pattern, trait: trait, segment: segment)
    }

    private static func subject(_ part: inout DocumentReader) -> (type: String, id: String?)? {
        guard let object = part.required("subject")?.objectValue else {
            if part.has("subject") { part.report(.wrongType, "subject", "an object with type and optionally id") }
            return nil
        }
        var inner = DocumentReader(object, at: part.path("subject"), node: part.node)
        let type = inner.parsed("type", expected: "a type of subjects such as city") { SignalSubject.isType($0) ? $0 : nil }
        let id = inner.optionalText("id", lengthMax: SignalSubject.idLengthMax)
        let issues = inner.finish()
        part.add(issues)
        guard let type, issues.isEmpty else { return nil }
        return (type, id)
    }
}
