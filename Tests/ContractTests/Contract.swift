import CommonModels
import Yams

/// A published `openapi.yaml`, as a tree.
struct Contract: Sendable {
    struct Unreadable: Error {}

    /// One method of one path.
    struct Operation: Sendable, CustomStringConvertible {
        /// In capitals.
        let method: String
        let path: String
        let fields: JSONValue

        var description: String { "\(method) \(path)" }
    }

    private static let methods = ["get", "put", "post", "delete", "patch", "head", "options"]

    let root: JSONValue

    init(_ text: String) throws {
        guard let node = try Yams.compose(yaml: text) else { throw Unreadable() }
        root = JSONValue(node)
    }

    var operations: [Operation] {
        (root["paths"]?.objectValue ?? [:]).flatMap { path, item in
            Self.methods.compactMap { method in item[method].map { Operation(method: method.uppercased(), path: path, fields: $0) } }
        }
    }

    /// Follows `$ref` as far as it goes; null for a reference to nothing.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.stringValue else { return value }
        return resolved(root[path: reference.split(separator: "/").dropFirst().map(String.init)] ?? .null)
    }

    /// Every `$ref` of the document, wherever it stands.
    var references: Set<String> { Self.references(in: root) }

    private static func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let members):
            members.values.reduce(into: Set([value["$ref"]?.stringValue].compactMap(\.self))) { $0.formUnion(references(in: $1)) }
        case .array(let items): items.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .null, .bool, .integer, .number, .string: []
        }
    }
}

extension JSONValue {
    /// What YAML 1.2's core schema reads; numbers are not needed here and stay text.
    fileprivate init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            self = .object(JSONObject(mapping.map { ($0.key.string ?? "", JSONValue($0.value)) }, uniquingKeysWith: { $1 }))
        case .sequence(let sequence): self = .array(sequence.map { JSONValue($0) })
        case .scalar(let scalar): self = .string(scalar.string)
        case .alias: self = .null
        }
    }
}
