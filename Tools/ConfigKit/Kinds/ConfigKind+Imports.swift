import CommonModels
import ImportKit
import ProfileDomain

extension ConfigKind {
    /// How rows of files become events. A mapping that was saved as YAML is kept as what it says, without its comments.
    package static let importMappings: ConfigKind = {
        var kind = ConfigKind.many(
            "import-mapping", of: .profile, at: "/v1/import-mappings", key: "name", folder: "import-mappings",
            about: "how rows of a file become events.",
            shape: .members([
                "source": .any, "delimiter": .any, "encoding": .any, "timeZone": .any, "event": .any, "messageId": .any, "userId": .any,
                "anonymousId": .any, "timestamp": .any, "where": .any, "groupBy": .any, "properties": .any, "items": .any, "totals": .any,
            ]),
            spec: { item in
                item["document"] ?? item["yaml"]?.stringValue.flatMap { try? JSONValue(yaml: $0, isLiteral: true) } ?? .null
            }
        ) { spec, name throws(ConfigFaults) in
            guard ImportName(name) != nil else {
                throw ConfigFaults("", "must be named by 1 to \(ImportLimits.nameLengthMax) of a-z, 0-9, - and _, a letter first")
            }
            let texts = literal(spec)
            do throws(ImportError) {
                _ = try ImportMapping(yaml: texts.serialized)
            } catch {
                guard case .invalidMapping(let problems) = error else { throw ConfigFaults("", error.description) }
                throw ConfigFaults(problems.map { ConfigFault($0.pointer, $0.detail) })
            }
            return texts
        }
        kind.check = { object, _, _ in fractions(in: object.stated, at: "").map { ConfigFault($0, "must be written in quotes") } }
        return kind
    }()

    /// A mapping reads every value as it is written; a number with a fraction is written in more ways than one.
    private static func literal(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number: .string(value.serialized)
        case .array(let elements): .array(elements.map(literal))
        case .object(let members): .object(members.mapValues(literal))
        case .null, .bool, .integer, .string: value
        }
    }

    /// Numbers a file does not hold as they were written: 1.50 is 1.5 by now. Where they are compared as numbers that is no matter.
    private static func fractions(in value: JSONValue, at pointer: String) -> [String] {
        switch value {
        case .number: [pointer]
        case .array(let elements): elements.enumerated().flatMap { fractions(in: $0.element, at: "\(pointer)/\($0.offset)") }
        case .object(let members):
            members.filter { $0.key != "above" && $0.key != "below" }.flatMap { name, member in
                fractions(in: member, at: "\(pointer)/\(name.replacing("~", with: "~0").replacing("/", with: "~1"))")
            }
        case .null, .bool, .integer, .string: []
        }
    }
}
