package import CommonModels
import Yams

extension JSONValue {
    private static let nodesMax = 200_000  // of one document, aliases unfolded
    private static let depthMax = 60

    /// Reads one YAML document. Words are texts unless JSON would write them otherwise: `NO` is Norway, `1:30` is a time.
    /// - Throws: ``ConfigFaults``.
    package init(yaml: String) throws(ConfigFaults) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ConfigFaults("", "is not one YAML document: \(error)")
        }
        guard let root else { throw ConfigFaults("", "holds nothing") }
        var left = Self.nodesMax
        self = try Self.read(root, at: "", depth: 0, &left)
    }

    private static func read(_ node: Node, at pointer: String, depth: Int, _ left: inout Int) throws(ConfigFaults) -> JSONValue {
        left -= 1
        guard left > 0, depth < depthMax else { throw ConfigFaults(pointer, "is too large or too deep") }
        switch node {
        case .scalar(let scalar): return Self.scalar(scalar)
        case .alias: throw ConfigFaults(pointer, "must be written out, not referred to")
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for (index, item) in sequence.enumerated() {
                elements.append(try read(item, at: "\(pointer)/\(index)", depth: depth + 1, &left))
            }
            return .array(elements)
        case .mapping(let mapping):
            var members: JSONObject = [:]
            for (key, value) in mapping {
                guard let name = key.scalar?.string else { throw ConfigFaults(pointer, "must have texts for names") }
                guard members[name] == nil else { throw ConfigFaults("\(pointer)/\(name)", "is written twice") }
                members[name] = try read(value, at: "\(pointer)/\(name)", depth: depth + 1, &left)
            }
            return .object(members)
        }
    }

    private static func scalar(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        if scalar.string.isEmpty || scalar.string == "~" { return .null }
        guard let value = try? JSONValue(parsing: scalar.string), value.arrayValue == nil, value.objectValue == nil,
            value.stringValue == nil
        else { return .string(scalar.string) }
        return value
    }

    /// The same document as block YAML, always in the same bytes.
    package var yaml: String {
        get throws { try Yams.serialize(node: node, width: -1, allowUnicode: true) }
    }

    private var node: Node {
        switch self {
        case .null: return .scalar(Node.Scalar("null", Tag(.null), .plain))
        case .bool, .integer, .number: return .scalar(Node.Scalar(serialized, Tag(.str), .plain))
        case .string(let text): return .scalar(Self.scalar(text))
        case .array(let elements):
            return .sequence(Node.Sequence(elements.map(\.node), Tag(.seq), elements.isEmpty ? .flow : .block))
        case .object(let members):
            let pairs = members.map { (Node.scalar(Self.scalar($0)), $1.node) }
            return .mapping(Node.Mapping(pairs, Tag(.map), pairs.isEmpty ? .flow : .block))
        }
    }

    /// A text, quoted where any reader might take it for something else.
    private static func scalar(_ text: String) -> Node.Scalar {
        if text.contains("\n") { return Node.Scalar(text, Tag(.str), .doubleQuoted) }
        let isPlain = text.represented().style != .singleQuoted && (try? JSONValue(parsing: text)) == nil
        return Node.Scalar(text, Tag(.str), isPlain ? .any : .singleQuoted)
    }
}
