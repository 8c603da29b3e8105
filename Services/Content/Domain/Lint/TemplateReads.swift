package import CommonModels

/// Which variables a template looks at, found without rendering it: what it may show, test, loop over or hand on. A path ends where
/// what follows is known only when it is rendered, behind an `assign`, in a loop or at a computed member: then everything below counts.
package struct TemplateReads: Sendable {
    enum Step: Hashable, Sendable {
        case member(String)
        case element
    }

    /// Without a step where the root itself is computed.
    private var paths: Set<[Step]> = []

    package init() {}

    init(_ template: LiquidTemplate) { visit(template.block) }

    mutating func formUnion(_ other: TemplateReads) { paths.formUnion(other.paths) }

    private mutating func visit(_ block: LiquidBlock) {
        for node in block.nodes { visit(node) }
    }

    private mutating func visit(_ node: LiquidNode) {
        switch node {
        case .output(let expression, _), .assign(_, let expression, _): note(expression)
        case .capture(_, let body), .ifChanged(let body): visit(body)
        case .choice(let branches, let otherwise, _):
            for branch in branches {
                note(branch.condition)
                visit(branch.body)
            }
            if let otherwise { visit(otherwise) }
        case .caseOf(let subject, let branches, _):
            note(subject)
            for branch in branches {
                branch.values?.forEach { note($0) }
                visit(branch.body)
            }
        case .loop(let loop): note(loop)
        case .tableRow(let loop, let columns):
            note(loop)
            if let columns { note(columns) }
        case .cycle(let group, _, let values, _): ([group].compactMap(\.self) + values).forEach { note($0) }
        case .partial(let call): ([call.name, call.bound].compactMap(\.self) + call.options.map(\.value)).forEach { note($0) }
        case .text, .increment, .decrement, .breakLoop, .continueLoop: break
        }
    }

    private mutating func note(_ loop: LiquidNode.Loop) {
        [loop.collection, loop.limit, loop.offset].compactMap(\.self).forEach { note($0) }
        visit(loop.body)
        if let otherwise = loop.otherwise { visit(otherwise) }
    }

    private mutating func note(_ expression: FilteredExpression) {
        note(expression.base)
        for filter in expression.filters { (filter.arguments + filter.options.map(\.value)).forEach { note($0) } }
    }

    private mutating func note(_ condition: Condition) {
        switch condition {
        case .truthy(let expression): note(expression)
        case .compare(let left, _, let right): [left, right].forEach { note($0) }
        case .and(let left, let right), .or(let left, let right):
            note(left)
            note(right)
        }
    }

    private mutating func note(_ expression: Expression) {
        switch expression {
        case .literal: break
        case .range(let first, let last): [first, last].forEach { note($0) }
        case .path(let steps):
            paths.insert(Array(steps.lazy.map(Self.known).prefix { $0 != nil }.compactMap(\.self)))
            for case .computed(let inner) in steps { note(inner) }
        }
    }

    /// - Returns: nil when only rendering tells which member it is.
    private static func known(_ step: Expression.Step) -> Step? {
        switch step {
        case .name(let name), .computed(.literal(.string(let name))): .member(name)
        case .computed(.literal): .element
        case .computed: nil
        }
    }
}

extension TemplateReads {
    /// Members of `profile` that are identities as well as traits.
    private static let identities: Set = ["email", "phone", "userId", "anonymousId", "deviceId", "loyaltyId"]

    /// The fields about people these are, as policies name them, for a rendering with `data`: where the whole of `profile`, its
    /// traits, the event or an object is looked at, everything in it. In order, each once.
    package func fields(in data: JSONObject) -> [DataField] {
        var found: Set<DataField> = []
        for path in paths {
            let rest = path.dropFirst()
            if path.isEmpty || path.first == .member("profile") { found.formUnion(Self.ofProfile(rest, data["profile"] ?? .null)) }
            if path.isEmpty || path.first == .member("event") { found.formUnion(Self.ofEvent(rest, data["event"] ?? .null)) }
        }
        return found.sorted { $0.description < $1.description }
    }

    private static func ofProfile(_ path: ArraySlice<Step>, _ profile: JSONValue) -> [DataField] {
        let traits = profile["traits"] ?? .null
        switch path.first {
        case .member("traits"): return below(.trait, "", path.dropFirst(), traits)
        case .member("id"): return []
        case .member(let name) where profile[name] != nil || !isEveryMember(name):
            let value = traits[name] ?? profile[name] ?? .null
            return below(.trait, name, path.dropFirst(), value) + (identities.contains(name) ? [DataField(.identity, name)] : [])
        case nil, .some:
            let beside = (profile.objectValue ?? [:]).filter { !["id", "traits"].contains($0.key) }
            return below(.trait, "", [], traits) + below(.trait, "", [], .object(beside))
                + identities.filter { beside[$0] != nil }.map { DataField(.identity, $0) }
        }
    }

    /// `event.properties.total` of an event whose `event.name` the data tell, else of any.
    private static func ofEvent(_ path: ArraySlice<Step>, _ event: JSONValue) -> [DataField] {
        let name = event["name"]?.stringValue ?? "*"
        let own = DataField(.event, name)
        switch path.first {
        case .member("properties"): return [own] + below(.event, name, path.dropFirst(), event["properties"] ?? .null)
        case .member(let member) where event[member] != nil || !isEveryMember(member): return [own]
        case nil, .some: return [own] + below(.event, name, [], event["properties"] ?? .null)
        }
    }

    /// What `path` goes through from a value of this name, what it reaches, and all that is in there. Elements of an array go by the array's name.
    private static func below(_ kind: DataField.Kind, _ name: String, _ path: ArraySlice<Step>, _ value: JSONValue) -> [DataField] {
        let own = name.isEmpty ? [] : [DataField(kind, name)]
        switch (value, path.first) {
        case (.array(let elements), let step):
            return step == .member("size") ? own : own + elements.flatMap { below(kind, name, path.dropFirst(), $0) }
        case (.object(let members), .member(let member)?) where members[member] != nil || !isEveryMember(member):
            return own + below(kind, joined(name, member), path.dropFirst(), members[member] ?? .null)
        case (.object(let members), _):
            return own + members.flatMap { below(kind, joined(name, $0), [], $1) }
        case (_, .member(let member)?):
            return own + below(kind, joined(name, member), path.dropFirst(), .null)
        case (_, .element?), (_, nil): return own
        }
    }

    private static func joined(_ name: String, _ member: String) -> String { name.isEmpty ? member : "\(name).\(member)" }

    /// `first` and `last` of an object are a name and a value of it, whichever.
    private static func isEveryMember(_ name: String) -> Bool { ["first", "last"].contains(name) }
}
