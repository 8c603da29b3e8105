/// What an entry of the tracking plan speaks of: calls of one kind and name, or one trait.
package struct PlanRule: Hashable, Sendable, Comparable {
    package static let nameLengthMax = 255  // characters, as those of events
    /// Stands for every page or screen without an entry of its own, and for all of what an identify or group call states.
    package static let every = "*"

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The `properties` of a track call.
        case track
        /// The `properties` of a page or screen call.
        case page, screen
        /// All `traits` of an identify or group call, as one object.
        case identify, group
        /// The value of one trait, stated of a person or a group.
        case trait, groupTrait

        /// Whether the name may be `*`, and whether it must.
        var allowsEvery: Bool { self == .page || self == .screen || needsEvery }
        package var needsEvery: Bool { self == .identify || self == .group }

        /// Where the schema's value stands in a call.
        package func pointer(_ name: String) -> String {
            switch self {
            case .track, .page, .screen: "/properties"
            case .identify, .group: "/traits"
            case .trait, .groupTrait: "/traits/" + SchemaReader.escaped(String(name.prefix(100)))
            }
        }
    }

    package let kind: Kind
    package let name: String

    /// - Throws: ``DocumentFaults``.
    package init(_ kind: Kind, _ name: String) throws(DocumentFaults) {
        guard (1...Self.nameLengthMax).contains(name.count), !name.contains("\0") else {
            throw DocumentFaults([.init("/name", "must have 1 to \(Self.nameLengthMax) characters")])
        }
        if kind.needsEvery, name != Self.every {
            throw DocumentFaults([.init("/name", "must be * for \(kind.rawValue)")])
        }
        if name == Self.every, !kind.allowsEvery { throw DocumentFaults([.init("/name", "may be * for pages and screens only")]) }
        if kind == .track, name == ConsentRecord.eventName {
            throw DocumentFaults([.init("/name", "is read by the consent chapter, which never lets a withdrawal wait")])
        }
        self.kind = kind
        self.name = name
    }

    /// For rules of our own tables.
    package init(trusted kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// `track:Order Completed`
    package var text: String { kind.rawValue + ":" + name }

    /// - Returns: nil for a text that is none of ours.
    package init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { return nil }
        self.init(trusted: kind, String(parts[1]))
    }

    package static func < (left: PlanRule, right: PlanRule) -> Bool { left.text < right.text }
}
