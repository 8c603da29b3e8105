package import CommonModels

/// Reads the JSON form of a rule and collects every problem with its pointer, instead of stopping at the first.
///
/// One object is one condition:
/// `{"everyone": true}` · `{"all": […]}` · `{"any": […]}` · `{"not": {…}}` · `{"trait": path, <value test>}` ·
/// `{"event": name, "count": {<number test>}, "within": span, "where": […]}` ·
/// `{"event": name, "sum": path, <number test>, "within": span, "where": […]}` ·
/// `{"event": name, "firstSeen" | "lastSeen": {"within" | "olderThan": span}, "where": […]}` ·
/// `{"segment": id, "isMember": bool}` · `{"consent": {"purpose", "channel", "status"}}` · `{"percent": 0…100, "seed": text}`.
struct RuleReader {
    private(set) var problems: [RuleProblem] = []
    private var conditions = 0
    private static let kinds = ["everyone", "all", "any", "not", "trait", "event", "segment", "consent", "percent"]

    mutating func rule(_ json: JSONValue, at pointer: String, depth: Int) -> Rule? {
        conditions += 1
        if conditions == RuleLimits.conditionsMax + 1 { report(.tooManyConditions(max: RuleLimits.conditionsMax), at: "") }
        guard conditions <= RuleLimits.conditionsMax else { return nil }
        guard depth <= RuleLimits.depthMax else { return report(.tooDeep(max: RuleLimits.depthMax), at: pointer) }
        guard case .object(let members) = json else { return report(.expected(.object), at: pointer) }
        let present = RuleReader.kinds.filter { members[$0] != nil }
        guard let kind = present.first, let value = members[kind] else { return report(.unknownCondition, at: pointer) }
        guard present.count == 1 else { return report(.ambiguous(present), at: pointer) }
        let inner = pointer + "/" + kind
        switch kind {
        case "everyone":
            allow(["everyone"], in: members, at: pointer)
            return value == .bool(true) ? .everyone : report(.expected(.boolean), at: inner)
        case "all":
            allow(["all"], in: members, at: pointer)
            return rules(value, at: inner, depth: depth).map(Rule.all)
        case "any":
            allow(["any"], in: members, at: pointer)
            return rules(value, at: inner, depth: depth).map(Rule.any)
        case "not":
            allow(["not"], in: members, at: pointer)
            return rule(value, at: inner, depth: depth + 1).map(Rule.not)
        case "trait": return trait(value, members, at: pointer)
        case "event": return event(value, members, at: pointer)
        case "segment": return segment(value, members, at: pointer)
        case "consent":
            allow(["consent"], in: members, at: pointer)
            return consent(value, at: inner)
        default: return percent(value, members, at: pointer)
        }
    }

    private mutating func rules(_ json: JSONValue, at pointer: String, depth: Int) -> [Rule]? {
        guard case .array(let elements) = json else { return report(.expected(.array), at: pointer) }
        guard !elements.isEmpty else { return report(.empty, at: pointer) }
        var rules: [Rule] = []
        for (index, element) in elements.enumerated() {
            if let rule = self.rule(element, at: "\(pointer)/\(index)", depth: depth + 1) { rules.append(rule) }
        }
        return rules.count == elements.count ? rules : nil
    }

    private mutating func trait(_ name: JSONValue, _ members: JSONObject, at pointer: String) -> Rule? {
        let path = self.path(name, at: pointer + "/trait")
        let test = valueTest(members, besides: ["trait"], at: pointer, inFilter: false)
        guard let path, let test else { return nil }
        return .trait(TraitCondition(trait: path, test: test))
    }

    private mutating func segment(_ value: JSONValue, _ members: JSONObject, at pointer: String) -> Rule? {
        allow(["segment", "isMember"], in: members, at: pointer)
        var isMember = true
        if let flag = members["isMember"] {
            guard let value = flag.boolValue else { return report(.expected(.boolean), at: pointer + "/isMember") }
            isMember = value
        }
        guard let id = value.stringValue.flatMap({ SegmentID($0) }) else {
            return report(.expected(.segmentID), at: pointer + "/segment")
        }
        return .segment(SegmentCondition(segment: id, isMember: isMember))
    }

    private mutating func consent(_ json: JSONValue, at pointer: String) -> Rule? {
        guard case .object(let members) = json else { return report(.expected(.object), at: pointer) }
        allow(["purpose", "channel", "status"], in: members, at: pointer)
        let purpose = members["purpose"]?.stringValue.flatMap { Purpose(rawValue: $0) }
        if purpose == nil { report(.expected(.purpose), at: pointer + "/purpose") }
        let channel = members["channel"]?.stringValue.flatMap { Channel(rawValue: $0) }
        if channel == nil { report(.expected(.channel), at: pointer + "/channel") }
        let status = (members["status"] ?? "granted").stringValue.flatMap { ConsentStatus(rawValue: $0) }
        if status == nil { report(.expected(.consentStatus), at: pointer + "/status") }
        guard let purpose, let channel, let status else { return nil }
        return .consent(ConsentCondition(purpose: purpose, channel: channel, status: status))
    }

    private mutating func percent(_ value: JSONValue, _ members: JSONObject, at pointer: String) -> Rule? {
        allow(["percent", "seed"], in: members, at: pointer)
        let seed = self.text(members["seed"], lengthMax: PercentCondition.seedLengthMax, at: pointer + "/seed")
        guard let percent = value.doubleValue else { return report(.expected(.number), at: pointer + "/percent") }
        guard (0...100).contains(percent) else { return report(.outOfRange(low: 0, high: 100), at: pointer + "/percent") }
        return seed.map { .percent(PercentCondition(percent: percent, seed: $0)) }
    }

    // MARK: Shared by the other readers

    /// Records a problem; answers nil so that a reader can return it.
    @discardableResult
    mutating func report<Value>(_ kind: RuleProblem.Kind, at pointer: String) -> Value? {
        problems.append(RuleProblem(pointer: pointer, kind: kind))
        return nil
    }

    mutating func report(_ kind: RuleProblem.Kind, at pointer: String) {
        problems.append(RuleProblem(pointer: pointer, kind: kind))
    }

    /// Reports members nobody reads: a misspelt condition must not be ignored.
    mutating func allow(_ known: [String], in members: JSONObject, at pointer: String) {
        for name in members.keys where !known.contains(name) {
            let escaped = name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
            report(.unknownMember(name), at: pointer + "/" + escaped)
        }
    }

    mutating func text(_ json: JSONValue?, lengthMax: Int, at pointer: String) -> String? {
        guard let text = json?.stringValue else { return report(.expected(.text), at: pointer) }
        guard !text.isEmpty else { return report(.empty, at: pointer) }
        guard text.count <= lengthMax else { return report(.tooLong(max: lengthMax), at: pointer) }
        return text
    }

    mutating func path(_ json: JSONValue, at pointer: String) -> FieldPath? {
        json.stringValue.flatMap { FieldPath($0) } ?? report(.expected(.path), at: pointer)
    }

    mutating func span(_ json: JSONValue, at pointer: String) -> RuleSpan? {
        json.stringValue.flatMap { RuleSpan($0) } ?? report(.expected(.span), at: pointer)
    }
}

extension Rule {
    /// Reads the JSON form.
    /// - Throws: every problem found, each with a JSON pointer.
    package init(json: JSONValue) throws(RuleProblems) {
        var reader = RuleReader()
        let rule = reader.rule(json, at: "", depth: 1)
        guard let rule, reader.problems.isEmpty else { throw RuleProblems(reader.problems) }
        self = rule
    }
}
