package import CommonModels

/// Which variables a template looks at, found without rendering it: what it may show, test, loop over or hand on. A path ends where
/// what follows is known only when it is rendered. Not found yet: members of what it ends at (of a loop's items, behind an index or an
/// `assign`), a root that is computed (`[name].email`), and `first` of an object. See Roadmap.md, P6.
package struct TemplateReads: Sendable {
    private var paths: Set<[String]> = []

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
            var names: [String] = []
            var isPlain = true
            for step in steps {
                switch step {
                case .name(let name): if isPlain { names.append(name) }
                case .computed(.literal(.string(let name))): if isPlain { names.append(name) }
                case .computed(let inner):
                    isPlain = false
                    note(inner)
                }
            }
            paths.insert(names)
        }
    }
}

extension TemplateReads {
    /// Members of `profile` that are identities as well as traits.
    private static let identities: Set = ["email", "phone", "userId", "anonymousId", "deviceId", "loyaltyId"]

    /// The fields about people these are, as policies name them, for a rendering with `data`: where the whole of `profile`, its
    /// traits or the event is looked at, every one there is. In order, each once.
    package func fields(in data: JSONObject) -> [DataField] {
        var found: Set<DataField> = []
        for path in paths {
            switch path.first {
            case "profile": found.formUnion(Self.ofProfile(Array(path.dropFirst()), data["profile"] ?? .null))
            case "event": found.formUnion(Self.ofEvent(Array(path.dropFirst()), data["event"] ?? .null))
            case nil, .some: break
            }
        }
        return found.sorted { $0.description < $1.description }
    }

    private static func ofProfile(_ path: [String], _ profile: JSONValue) -> [DataField] {
        if path.first == "traits" { return traits(Array(path.dropFirst()), profile) }
        guard let name = path.first else {
            return traits([], profile) + identities.filter { profile[$0] != nil }.map { DataField(.identity, $0) }
        }
        if name == "id" { return [] }
        return traits(path, profile) + (identities.contains(name) ? [DataField(.identity, name)] : [])
    }

    private static func traits(_ path: [String], _ profile: JSONValue) -> [DataField] {
        path.isEmpty ? (profile["traits"]?.objectValue?.keys.map { DataField(.trait, $0) } ?? []) : below(.trait, [], path)
    }

    /// `event.properties.total` of an event whose `event.name` the data tell, else of any.
    private static func ofEvent(_ path: [String], _ event: JSONValue) -> [DataField] {
        let name = event["name"]?.stringValue ?? "*"
        let own = DataField(.event, name)
        if let first = path.first, first != "properties" { return [own] }
        let path = path.dropFirst()
        if path.isEmpty { return [own] + (event["properties"]?.objectValue?.keys.map { DataField(.event, "\(name).\($0)") } ?? []) }
        return [own] + below(.event, [name], Array(path))
    }

    /// What a path names, and everything it goes through: `address` and `address.city`.
    private static func below(_ kind: DataField.Kind, _ root: [String], _ path: [String]) -> [DataField] {
        path.indices.map { DataField(kind, (root + path[...$0]).joined(separator: ".")) }
    }
}
