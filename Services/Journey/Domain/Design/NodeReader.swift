import CommonModels
import RuleKit

/// Reads one element of `nodes`.
struct NodeReader {
    private var reader: DocumentReader
    let id: NodeID?

    init(_ object: JSONObject, at pointer: String) {
        var reader = DocumentReader(object, at: pointer, node: object["id"]?.stringValue)
        id = reader.parsed("id", expected: "1 to \(NodeID.lengthMax) letters, digits, - or _") { NodeID($0) }
        self.reader = reader
    }

    /// The node, or nil and why not.
    mutating func read() -> (node: JourneyNode?, issues: [JourneyIssue]) {
        guard let type = reader.text("type", lengthMax: 40) else { return (nil, reader.issues) }
        guard let kind = JourneyNode.Kind(rawValue: type) else {
            reader.report(.unknownType, "type", type)
            return (nil, reader.issues)
        }
        let step = step(kind)
        let issues = reader.finish()
        guard let id, let step, issues.isEmpty else { return (nil, issues) }
        return (JourneyNode(id: id, step: step), [])
    }

    private mutating func step(_ kind: JourneyNode.Kind) -> JourneyNode.Step? {
        switch kind {
        case .entry: entry().map { .entry($0) }
        case .wait: wait().map { .wait($0) }
        case .condition: condition().map { .condition($0) }
        case .decision: decision().map { .decision($0) }
        case .message: message().map { .message($0) }
        case .exit: .exit
        }
    }

    private mutating func entry() -> EntryStep? {
        let trigger = trigger()
        let reentry = reentry()
        var lateBy = EntryStep.lateByDefault
        if reader.has("lateBy") { lateBy = reader.parsed("lateBy", expected: Self.spanExpected) { Span($0) } }
        guard let trigger, let reentry, let next = reader.target("next") else { return nil }
        return EntryStep(trigger: trigger, reentry: reentry, lateBy: lateBy, next: next)
    }

    private mutating func trigger() -> EntryStep.Trigger? {
        if reader.has("segment") {
            return reader.parsed("segment", expected: "a segment id such as seg_…") { SegmentID($0) }.map { .segment($0) }
        }
        if reader.has("signal") { return SignalTriggerReader.read(&reader).map { .signal($0) } }
        guard reader.has("event") else {
            reader.report(.missingField, nil, "segment, event or signal")
            return nil
        }
        return EventPatternReader.read(&reader).map { .event($0) }
    }

    private mutating func reentry() -> ReentryRule? {
        guard let value = reader.value("reentry") else { return .once }
        switch value {
        case .string("once"): return .once
        case .string("afterExit"): return .afterExit
        case .object(let object) where object.count == 1:
            if let span = object["every"]?.stringValue.flatMap(Span.init) { return .every(span) }
        case _: break
        }
        reader.report(.badValue, "reentry", "\"once\", \"afterExit\" or {\"every\": \"7d\"}")
        return nil
    }

    private mutating func wait() -> WaitStep? {
        let rule: WaitStep.Rule? =
            reader.has("until") ? untilLocal() : reader.parsed("for", expected: Self.spanExpected) { Span($0) }.map { .lasting($0) }
        guard let next = reader.target("next"), let rule else { return nil }
        return WaitStep(rule: rule, next: next)
    }

    private mutating func untilLocal() -> WaitStep.Rule? {
        guard let object = reader.value("until")?.objectValue else {
            reader.report(.wrongType, "until", "an object with time and optionally weekday")
            return nil
        }
        var until = DocumentReader(object, at: reader.path("until"), node: reader.node)
        let time = until.parsed("time", expected: "a time such as 09:30") { LocalTime($0) }
        var weekday: Weekday?
        if until.has("weekday") { weekday = until.parsed("weekday", expected: "monday to sunday") { Weekday(rawValue: $0) } }
        let issues = until.finish()
        reader.add(issues)
        guard let time, issues.isEmpty else { return nil }
        return .untilLocal(time, weekday)
    }

    private mutating func condition() -> ConditionStep? {
        let rule = rule()
        let yes = reader.target("yes")
        let no = reader.target("no")
        guard let rule, let yes, let no else { return nil }
        return ConditionStep(rule: rule, yes: yes, no: no)
    }

    private mutating func rule() -> Rule? {
        guard let json = reader.required("rule") else { return nil }
        do {
            return try Rule(json: json)
        } catch {
            let base = reader.path("rule")
            reader.add(error.problems.map { JourneyIssue(.badRule, at: base + $0.pointer, node: reader.node, value: $0.detail) })
            return nil
        }
    }

    private mutating func decision() -> DecisionStep? {
        let placement = reader.text("placement", lengthMax: DecisionStep.placementLengthMax)
        let offer = reader.target("offer")
        let none = reader.target("none")
        guard let placement, let offer, let none else { return nil }
        return DecisionStep(placement: placement, offer: offer, none: none)
    }

    private mutating func message() -> MessageStep? {
        let channel = reader.parsed("channel", expected: "email, inApp or webhook") { MessageChannel(rawValue: $0) }
        let purpose = reader.parsed("purpose", expected: "a purpose such as marketing or transactional") { Purpose(rawValue: $0) }
        let content = content()
        let url = reader.optionalText("url", lengthMax: 2_000)
        if channel == .webhook, url == nil { reader.report(.urlNeeded, "url") }
        if let channel, channel != .webhook, url != nil { reader.report(.urlNotAllowed, "url") }
        if let url, !url.hasPrefix("https://"), !url.hasPrefix("http://") { reader.report(.badValue, "url", "an http or https address") }
        guard let next = reader.target("next"), let channel, let purpose, let content else { return nil }
        return MessageStep(channel: channel, purpose: purpose, content: content, url: url, next: next)
    }

    private mutating func content() -> MessageContent? {
        guard let inline = reader.value("inline") else {
            return reader.text("content", lengthMax: 120).map { .item($0) }
        }
        guard let object = inline.objectValue else {
            reader.report(.wrongType, "inline", "an object with subject, text and optionally html")
            return nil
        }
        var part = DocumentReader(object, at: reader.path("inline"), node: reader.node)
        let subject = part.text("subject", lengthMax: MessageContent.subjectLengthMax)
        let text = part.text("text", lengthMax: MessageContent.bodyLengthMax)
        let html = part.optionalText("html", lengthMax: MessageContent.bodyLengthMax)
        for (field, value) in [("subject", subject), ("text", text), ("html", html)] {
            if let value, value.contains("{{") || value.contains("{%") { part.report(.templateInline, field) }
        }
        let issues = part.finish()
        reader.add(issues)
        guard let subject, let text, issues.isEmpty else { return nil }
        return .inline(subject: subject, text: text, html: html)
    }

    private static let spanExpected = "a whole number and a unit, such as 90s, 15m, 12h, 3d or 2w, at most 366 days"
}
