import CommonModels

/// The documents that rule how traits come about, made ready for the writer: priorities of sources and computed traits.
package struct TraitPlan: Sendable {
    /// Nothing is computed and no source comes first.
    package static let empty = TraitPlan(revision: 0, priorities: .none, traits: [])

    /// Counts up with every change of the documents.
    package let revision: Int64
    package let priorities: SourcePriorities
    package let traits: [PlannedTrait]
    /// By the name of an event, who looks at it.
    private let interests: [String: Interest]
    private let byKey: [String: Int]

    /// Who looks at events of one name.
    package struct Interest: Hashable, Sendable {
        package fileprivate(set) var traits: [PlannedTrait] = []
        /// How much the event says of the preferred channel; 0 for nothing.
        package fileprivate(set) var channelWeight = 0.0
    }

    package init(revision: Int64, priorities: SourcePriorities, traits: [PlannedTrait]) {
        self.revision = revision
        self.priorities = priorities
        self.traits = traits
        var interests = ChannelUse.weights.mapValues { Interest(channelWeight: $0) }
        for planned in traits where planned.isLive {
            for name in Set(planned.trait.allEvents) { interests[name, default: Interest()].traits.append(planned) }
        }
        self.interests = interests
        byKey = Dictionary(traits.enumerated().map { ($1.trait.key.rawValue, $0) }) { $1 }
    }

    /// Nil for most calls: nobody looks at them.
    package func interest(in call: IncomingCall) -> Interest? {
        guard call.type == .track, let name = call.name else { return nil }
        return interests[name]
    }

    package subscript(key: String) -> PlannedTrait? { byKey[key].map { traits[$0] } }
}

/// A computed trait and how far its values are built.
package struct PlannedTrait: Hashable, Sendable {
    package let trait: ComputedTrait
    package let version: Int64
    /// Whether everybody's value is of this version: then somebody without a state has no event that counts.
    package let isBuilt: Bool
    package let isDeleted: Bool

    package init(trait: ComputedTrait, version: Int64, isBuilt: Bool, isDeleted: Bool) {
        self.trait = trait
        self.version = version
        self.isBuilt = isBuilt
        self.isDeleted = isDeleted
    }

    package var isLive: Bool { trait.isActive && !isDeleted }
    package var key: TraitKey { TraitKey(trait.key.rawValue, .computed) }
}
