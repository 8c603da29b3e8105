import CommonModels

/// Compiles a schema document into nodes, and says of everything in it that cannot be taken where it stands.
struct SchemaReader {
    static let dialect = "https://json-schema.org/draft/2020-12/schema"
    static let annotations: Set<String> = [
        "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    ]

    private var nodes: [SchemaParts] = []
    private var faults: [DocumentFaults.Fault] = []
    private var definitions: [String: Int] = [:]
    /// Which node refers to which text, until every definition is known.
    private var references: [(node: Int, target: String)] = []

    static func nodes(of document: JSONValue) throws(DocumentFaults) -> [SchemaNode] {
        var reader = SchemaReader()
        guard document.serialized.utf8.count <= SchemaLimits.bytesMax else {
            throw DocumentFaults([.init("", "may have at most \(SchemaLimits.bytesMax) bytes")])
        }
        reader.read(document, at: "", depth: 0)
        reader.resolve()
        if reader.faults.isEmpty { reader.refuseCircles() }
        guard reader.faults.isEmpty else { throw DocumentFaults(reader.faults) }
        return reader.nodes.map { SchemaNode($0) }
    }

    mutating func refuse(_ pointer: String, _ detail: String) { faults.append(.init(pointer, detail)) }

    /// - Returns: the number of the node; what is wrong is among the faults.
    @discardableResult
    mutating func read(_ json: JSONValue, at place: String, depth: Int) -> Int {
        let number = nodes.count
        nodes.append(SchemaParts(place: place))
        guard depth <= SchemaLimits.depthMax else {
            refuse(place, "stands deeper than \(SchemaLimits.depthMax) levels")
            return number
        }
        guard nodes.count <= SchemaLimits.nodesMax else {
            if nodes.count == SchemaLimits.nodesMax + 1 { refuse(place, "is one schema more than \(SchemaLimits.nodesMax)") }
            return number
        }
        switch json {
        case .bool(let fits): nodes[number].isNever = !fits
        case .object(let members): read(members, into: number, depth)
        case .null, .integer, .number, .string, .array: refuse(place, "must be a schema: an object, true or false")
        }
        return number
    }

    private mutating func read(_ members: JSONObject, into number: Int, _ depth: Int) {
        var node = nodes[number]
        // Definitions may be referred to from anywhere and have a place of their own.
        for (keyword, value) in members {
            let place = node.place + "/" + Self.escaped(keyword)
            if readValue(keyword, value, place, into: &node) { continue }
            if readSchemas(keyword, value, place, depth, into: &node) { continue }
            readReference(keyword, value, place, node: number, depth)
        }
        nodes[number] = node
    }

    /// `$ref`, `$defs`, `$schema`, annotations; whatever is left is not supported.
    private mutating func readReference(_ keyword: String, _ value: JSONValue, _ place: String, node number: Int, _ depth: Int) {
        switch keyword {
        case "$schema":
            if number != 0 || (value.stringValue?.replacing("#", with: "")) != Self.dialect {
                refuse(place, "must be \(Self.dialect), at the root")
            }
        case "$id":
            if number != 0 || value.stringValue == nil { refuse(place, "may be a text at the root only") }
        case "$ref":
            guard let target = value.stringValue else { return refuse(place, "must be # or #/$defs/name") }
            references.append((number, target))
        case "$defs":
            guard number == 0 else { return refuse(place, "may stand at the root only") }
            guard let schemas = value.objectValue, schemas.count <= SchemaLimits.membersMax else {
                return refuse(place, "must be an object of at most \(SchemaLimits.membersMax) schemas")
            }
            for (name, schema) in schemas {
                definitions[name] = read(schema, at: place + "/" + Self.escaped(name), depth: depth + 1)
            }
        case _ where Self.annotations.contains(keyword): break
        default: refuse(place, "is not supported")
        }
    }

    private mutating func resolve() {
        for (number, target) in references {
            let place = nodes[number].place + "/$ref"
            if target == "#" {
                nodes[number].reference = 0
            } else if let name = Self.definition(of: target), let found = definitions[name] {
                nodes[number].reference = found
            } else {
                refuse(place, "must be # or #/$defs/name, of a definition there is")
            }
        }
    }

    private static func definition(of target: String) -> String? {
        guard target.hasPrefix("#/$defs/") else { return nil }
        return String(target.dropFirst(8)).replacing("~1", with: "/").replacing("~0", with: "~")
    }

    /// A schema that comes back to itself without going down into the value would never end.
    private mutating func refuseCircles() {
        var settled: Set<Int> = []
        for start in nodes.indices where !settled.contains(start) {
            var onPath: Set<Int> = []
            if let place = circle(from: start, &onPath, &settled) { return refuse(place, "comes back to itself") }
        }
    }

    private func circle(from number: Int, _ onPath: inout Set<Int>, _ settled: inout Set<Int>) -> String? {
        guard !settled.contains(number) else { return nil }
        onPath.insert(number)
        let node = nodes[number]
        let next = [node.reference, node.not].compactMap(\.self) + node.allOf + node.anyOf + node.oneOf
        for other in next {
            if onPath.contains(other) { return node.place + (node.reference == other ? "/$ref" : "") }
            if let place = circle(from: other, &onPath, &settled) { return place }
        }
        onPath.remove(number)
        settled.insert(number)
        return nil
    }

    static func escaped(_ name: String) -> String { name.replacing("~", with: "~0").replacing("/", with: "~1") }
}
