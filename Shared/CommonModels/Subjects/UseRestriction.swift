/// What a person's data may not be used for at present, beside what consent says.
package struct UseRestriction: Hashable, Sendable, Codable {
    package static let none = UseRestriction(isRestricted: false, objections: [])

    /// Stored and nothing else.
    package let isRestricted: Bool
    /// Purposes the person objects to; `personalization` stands for profiling as a whole.
    package let objections: Set<Purpose>

    package init(isRestricted: Bool, objections: Set<Purpose>) {
        self.isRestricted = isRestricted
        self.objections = objections
    }

    package var isNone: Bool { !isRestricted && objections.isEmpty }
    /// Whether the person may be sorted, scored and decided for.
    package var forbidsProfiling: Bool { isRestricted || objections.contains(.personalization) }

    package func forbids(_ purpose: Purpose) -> Bool { isRestricted || objections.contains(purpose) }

    /// Of two profiles of one person: what either forbids.
    package func union(_ other: UseRestriction) -> UseRestriction {
        UseRestriction(isRestricted: isRestricted || other.isRestricted, objections: objections.union(other.objections))
    }
}

extension UseRestriction {
    /// `{isRestricted, objections}`; nil when a member is missing or malformed.
    package init?(json: JSONValue) {
        guard let isRestricted = json["isRestricted"]?.boolValue, let names = json["objections"]?.arrayValue else { return nil }
        let purposes = names.compactMap { $0.stringValue.flatMap { Purpose(rawValue: $0) } }
        guard purposes.count == names.count else { return nil }
        self.init(isRestricted: isRestricted, objections: Set(purposes))
    }

    package var json: JSONValue {
        [
            "isRestricted": .bool(isRestricted),
            "objections": .array(objections.map(\.rawValue).sorted().map { .string($0) }),
        ]
    }
}
