import CommonModels

/// Checks one value against a compiled schema, with a bound on the steps it takes.
struct SchemaCheck {
    private enum Step {
        /// - Parameter isNamed: whether the schema has the name, which then tells nothing new.
        case member(String, isNamed: Bool)
        case element(Int)
    }

    /// Bytes and characters gone over in the time of a step.
    private static let bytesOfStep = 16

    private let nodes: [SchemaNode]
    private var faults: [SchemaFault] = []
    /// Inside `anyOf`, `oneOf` and `not` it only matters whether there is one.
    private var isSilent = false
    private var hasFailed = false
    private var path: [Step] = []
    private var stepsLeft = SchemaLimits.stepsMax
    private var depth = 0

    init(_ nodes: [SchemaNode]) { self.nodes = nodes }

    /// The work done.
    var steps: Int { SchemaLimits.stepsMax - max(0, stepsLeft) }

    /// What does not fit; a value whose check was given up never fits.
    var outcome: [SchemaFault] {
        guard stepsLeft <= 0, !faults.contains(where: { $0.keyword == SchemaFault.effort }) else { return faults }
        return faults + [SchemaFault(pointer: "", place: "", keyword: SchemaFault.effort, wanted: "", shape: "")]
    }

    mutating func check(_ value: JSONValue, against number: Int) {
        guard canGoOn else { return }
        depth += 1
        defer { depth -= 1 }
        stepsLeft -= 1
        let node = nodes[number]
        guard stepsLeft > 0, depth <= SchemaLimits.recursionMax else { return giveUp(value, node) }
        if node.parts.isNever { return fail(value, node, "false", "") }
        if node.parts.kinds != .any, node.parts.kinds.isDisjoint(with: JSONKinds(of: value)) {
            return fail(value, node, "type", node.parts.kinds.text)
        }
        for options in node.parts.options where !options.values.contains(where: { $0.isSame(as: value) }) {
            fail(value, node, options.keyword, options.values.prefix(10).map(\.serialized).joined(separator: ", "))
        }
        switch value {
        case .null, .bool: break
        case .integer, .number: checkNumber(value, node)
        case .string(let text): if node.parts.checksText { checkText(text, value, node) }
        case .array(let elements): checkArray(elements, value, node)
        case .object(let members): if node.parts.checksObject { checkObject(members, value, node) }
        }
        if let reference = node.parts.reference { check(value, against: reference) }
        for other in node.parts.allOf { check(value, against: other) }
        if !node.parts.anyOf.isEmpty, !node.parts.anyOf.contains(where: { fits(value, $0) }) {
            fail(value, node, "anyOf", "\(node.parts.anyOf.count)")
        }
        if !node.parts.oneOf.isEmpty, node.parts.oneOf.count(where: { fits(value, $0) }) != 1 {
            fail(value, node, "oneOf", "\(node.parts.oneOf.count)")
        }
        if let not = node.parts.not, fits(value, not) { fail(value, node, "not", "") }
    }

    private var canGoOn: Bool { isSilent ? !hasFailed && stepsLeft > 0 : faults.count < SchemaLimits.faultsMax && stepsLeft > 0 }

    /// Whether `value` fits a schema, telling nobody why not.
    private mutating func fits(_ value: JSONValue, _ number: Int) -> Bool {
        let (wasSilent, hadFailed) = (isSilent, hasFailed)
        isSilent = true
        hasFailed = false
        check(value, against: number)
        let fits = !hasFailed
        isSilent = wasSilent
        hasFailed = hadFailed
        return fits
    }

    private mutating func checkNumber(_ value: JSONValue, _ node: SchemaNode) {
        for bound in node.parts.bounds {
            guard let order = JSONValue.compare(value, bound.value), !bound.kind.holds(order) else { continue }
            fail(value, node, bound.kind.rawValue, "\(bound.kind.sign) \(bound.value.serialized)")
        }
        if let multiple = node.parts.multiple, let number = DecimalQuotient(value), !number.isMultiple(of: multiple.divisor) {
            fail(value, node, "multipleOf", multiple.text)
        }
    }

    private mutating func checkText(_ text: String, _ value: JSONValue, _ node: SchemaNode) {
        if node.parts.lengthMin != nil || node.parts.lengthMax != nil {
            // Characters are code points (RFC 8259), as JSON Schema counts them.
            let length = text.unicodeScalars.count
            stepsLeft -= length / Self.bytesOfStep
            if let least = node.parts.lengthMin, length < least { fail(value, node, "minLength", "≥ \(least)") }
            if let most = node.parts.lengthMax, length > most { fail(value, node, "maxLength", "≤ \(most)") }
        }
        if let format = node.parts.format, !format.matches(text) { fail(value, node, "format", format.rawValue) }
        guard let pattern = node.parts.pattern else { return }
        switch pattern.match(text, steps: &stepsLeft) {
        case .found: break
        case .missing: fail(value, node, "pattern", pattern.source)
        case .tooLong: giveUp(value, node)
        }
    }

    private mutating func checkArray(_ elements: [JSONValue], _ value: JSONValue, _ node: SchemaNode) {
        if let least = node.parts.itemsMin, elements.count < least { fail(value, node, "minItems", "≥ \(least)") }
        if let most = node.parts.itemsMax, elements.count > most { fail(value, node, "maxItems", "≤ \(most)") }
        if node.parts.isUnique {
            var seen: Set<String> = []
            for element in elements where stepsLeft > 0 {
                let key = element.sameness
                stepsLeft -= 1 + key.utf8.count / Self.bytesOfStep
                guard !seen.insert(key).inserted else { continue }
                fail(value, node, "uniqueItems", "")
                break
            }
        }
        guard let items = node.parts.items else { return }
        for (index, element) in elements.enumerated() where canGoOn {
            path.append(.element(index))
            check(element, against: items)
            path.removeLast()
        }
    }

    private mutating func checkObject(_ members: JSONObject, _ value: JSONValue, _ node: SchemaNode) {
        if let least = node.parts.membersMin, members.count < least { fail(value, node, "minProperties", "≥ \(least)") }
        if let most = node.parts.membersMax, members.count > most { fail(value, node, "maxProperties", "≤ \(most)") }
        for name in node.parts.required where members[name] == nil { fail(value, node, "required", name) }
        guard !node.parts.properties.isEmpty || node.parts.additional != nil else { return }
        for (name, member) in members where canGoOn {
            guard let number = node.parts.properties[name] ?? node.parts.additional else { continue }
            path.append(.member(name, isNamed: node.parts.properties[name] != nil))
            if node.parts.properties[name] == nil, nodes[number].parts.isNever {
                fail(member, node, "additionalProperties", ValueShape.name(name))
            } else {
                check(member, against: number)
            }
            path.removeLast()
        }
    }

    private mutating func fail(_ value: JSONValue, _ node: SchemaNode, _ keyword: String, _ wanted: String) {
        hasFailed = true
        guard !isSilent, stepsLeft > 0, faults.count < SchemaLimits.faultsMax else { return }
        let place = keyword == "false" ? node.parts.place : node.parts.place + "/" + keyword
        // A missing member has no form.
        let shape = keyword == "required" ? "" : ValueShape.text(of: value)
        faults.append(SchemaFault(pointer: pointer, place: place, keyword: keyword, wanted: wanted, shape: shape))
    }

    /// What cannot be checked does not fit, also under `not`.
    private mutating func giveUp(_ value: JSONValue, _ node: SchemaNode) {
        stepsLeft = 0
        hasFailed = true
        guard !faults.contains(where: { $0.keyword == SchemaFault.effort }) else { return }
        faults.append(
            SchemaFault(
                pointer: pointer, place: node.parts.place, keyword: SchemaFault.effort, wanted: "", shape: ValueShape.text(of: value)))
    }

    private var pointer: String {
        path.map { step in
            switch step {
            case .member(let name, let isNamed): "/" + SchemaReader.escaped(isNamed ? String(name.prefix(100)) : ValueShape.name(name))
            case .element(let index): "/\(index)"
            }
        }.joined()
    }
}
