package import CommonModels

/// Which members a document may have, in the order they are written. What their values must be says the kind.
package indirect enum ConfigShape: Sendable {
    /// A value, or a tree somebody else checks.
    case any
    case list(ConfigShape)
    case members(KeyValuePairs<String, ConfigShape>)

    /// `ko` and `en`.
    package static let local = ConfigShape.members(["ko": .any, "en": .any])

    /// Members the document has and must not have.
    package func unknown(in value: JSONValue, at pointer: String = "") -> [ConfigFault] {
        switch self {
        case .any: return []
        case .list(let item):
            return (value.arrayValue ?? []).enumerated().flatMap { item.unknown(in: $0.element, at: "\(pointer)/\($0.offset)") }
        case .members(let known):
            return (value.objectValue ?? [:]).flatMap { name, value in
                let place = "\(pointer)/\(name.replacing("~", with: "~0").replacing("/", with: "~1"))"
                guard let shape = known.first(where: { $0.key == name })?.value else {
                    return [ConfigFault(place, "is not known here; known are \(known.map(\.key).joined(separator: ", "))")]
                }
                return shape.unknown(in: value, at: place)
            }
        }
    }

    /// The document with its members in order; null members, which say nothing, left out unless the shape ends there.
    package func ordered(_ value: JSONValue) -> JSONValue {
        switch self {
        case .any: return value
        case .list(let item): return value.arrayValue.map { .array($0.map(item.ordered)) } ?? value
        case .members(let known):
            guard let members = value.objectValue else { return value }
            var ordered: JSONObject = [:]
            for (name, shape) in known { if let value = members[name] { ordered[name] = shape.ordered(value) } }
            return .object(ordered)
        }
    }
}
