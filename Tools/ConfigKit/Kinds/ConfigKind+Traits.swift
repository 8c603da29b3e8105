import CommonModels
import ProfileDomain

extension ConfigKind {
    /// Whose word on a trait counts more.
    package static let sourcePriorities = ConfigKind.many(
        "source-priority", of: .profile, at: "/v1/source-priorities", key: "trait", folder: "source-priorities",
        about: "whose word on a trait counts more; * is every trait without a list of its own.", shape: .members(["sources": .any])
    ) { spec, name throws(ConfigFaults) in
        let sources = spec["sources"]?.arrayValue?.map(\.stringValue) ?? []
        guard !sources.isEmpty, !sources.contains(nil) else { throw ConfigFaults("/sources", "must be an array of names of sources") }
        return try ConfigKind.document { () throws(DocumentFaults) in
            let priority = try SourcePriority(trait: name, sources: sources.compactMap(\.self))
            return ["sources": .array(priority.sources.map { .string($0) })]
        }
    }

    /// Traits Profile keeps from events.
    package static let computedTraits = ConfigKind.many(
        "computed-trait", of: .profile, at: "/v1/computed-traits", key: "key", folder: "computed-traits",
        about: "a trait that Profile keeps from events.",
        shape: .members([
            "name": .local, "events": .any, "aggregate": .any, "properties": .any, "where": .any, "window": .any, "minus": .any,
            "unit": .any, "isActive": .any,
        ]), spec: { $0["document"] ?? .null }
    ) { spec, name throws(ConfigFaults) in
        guard let key = ComputedTraitKey(name) else {
            throw ConfigFaults("", "must be named by 1 to \(ComputedTraitKey.lengthMax) letters, digits or _, starting with a letter")
        }
        return try ConfigKind.document { () throws(DocumentFaults) in
            var members = try ComputedTrait(json: spec, key: key).json.objectValue ?? [:]
            members["key"] = nil
            return .object(members)
        }
    }

    /// What `make` makes, its faults as this kit has them.
    static func document(_ make: () throws(DocumentFaults) -> JSONValue) throws(ConfigFaults) -> JSONValue {
        do throws(DocumentFaults) {
            return try make()
        } catch {
            throw ConfigFaults(error.faults.map { ConfigFault($0.pointer, $0.detail) })
        }
    }

    /// A typed value of a spec.
    static func decoded<Value: Decodable>(_ spec: JSONValue) throws(ConfigFaults) -> Value {
        do {
            return try spec.decode(Value.self)
        } catch let error as DecodingError {
            throw ConfigFaults(error)
        } catch {
            throw ConfigFaults("", "\(error)")
        }
    }
}

extension ConfigFaults {
    init(_ error: DecodingError) {
        func pointer(_ path: [any CodingKey]) -> String { path.map { "/" + ($0.intValue.map { "\($0)" } ?? $0.stringValue) }.joined() }
        switch error {
        case .keyNotFound(let key, let context): self.init(pointer(context.codingPath + [key]), "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            self.init(pointer(context.codingPath), context.debugDescription)
        @unknown default: self.init("", "\(error)")
        }
    }
}
