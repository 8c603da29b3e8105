package import CommonModels

/// What one profile out of two would be: every identity, of each trait and consent which one counts, and the counters.
package struct MergePreview: Hashable, Sendable, Codable {
    package enum Side: String, Hashable, Sendable, Codable { case survivor, merged }

    package struct Identity: Hashable, Sendable, Codable {
        package let namespace: String
        package let value: String
        package let from: Side
        /// One of too many of its namespace, and the oldest: it would belong to nobody.
        package let isLetGo: Bool
    }

    package struct Trait: Hashable, Sendable, Codable {
        package let name: String
        package let survivor: TraitView?
        package let merged: TraitView?
        package let wins: Side
        /// Both have it, with different values.
        package let isConflict: Bool
    }

    package struct Consent: Hashable, Sendable, Codable {
        package let purpose: Purpose
        package let channel: Channel
        package let survivor: ConsentView?
        package let merged: ConsentView?
        package let wins: Side
        package let isConflict: Bool
    }

    package struct Events: Hashable, Sendable, Codable {
        package let survivor: Int
        package let merged: Int
        package let total: Int
    }

    package let survivorId: ProfileID
    package let mergedId: ProfileID
    package let identities: [Identity]
    package let traits: [Trait]
    package let consents: [Consent]
    package let events: Events
    /// Namespaces that forbid the merge: the profile would have more values than it may.
    package let tooMany: [String]

    /// - Parameter events: how many each has.
    package init(survivor: ProfileView, merged: ProfileView, events: (survivor: Int, merged: Int), rules: IdentityRules) {
        survivorId = survivor.id
        mergedId = merged.id
        let gone = Self.letGo(survivor.identities + merged.identities, rules)
        func listed(_ identities: [IdentityView], _ side: Side) -> [Identity] {
            identities.map { Identity(namespace: $0.namespace, value: $0.value, from: side, isLetGo: gone.contains($0)) }
        }
        identities = listed(survivor.identities, .survivor) + listed(merged.identities, .merged)
        tooMany = Self.tooMany(survivor.identities + merged.identities, rules)
        traits = Set(survivor.traits.keys).union(merged.traits.keys).sorted().map { name in
            let (kept, other) = (survivor.traits[name], merged.traits[name])
            return Trait(
                name: name, survivor: kept, merged: other, wins: Self.winner(kept?.at, other?.at),
                isConflict: kept != nil && other != nil && kept?.value != other?.value)
        }
        consents = Self.consents(survivor.consents, merged.consents)
        self.events = Events(survivor: events.survivor, merged: events.merged, total: events.survivor + events.merged)
    }

    init(
        survivorId: ProfileID, mergedId: ProfileID, identities: [Identity], traits: [Trait], consents: [Consent], events: Events,
        tooMany: [String]
    ) {
        self.survivorId = survivorId
        self.mergedId = mergedId
        self.identities = identities
        self.traits = traits
        self.consents = consents
        self.events = events
        self.tooMany = tooMany
    }

    /// The later word; at equal times the survivor's, as ``TraitChange/merge(_:into:)`` has it.
    private static func winner(_ kept: Instant?, _ other: Instant?) -> Side {
        guard let other else { return .survivor }
        return kept.map { $0 < other } ?? true ? .merged : .survivor
    }

    private static func consents(_ kept: [ConsentView], _ others: [ConsentView]) -> [Consent] {
        struct Subject: Hashable {
            let purpose: Purpose
            let channel: Channel
        }
        func bySubject(_ views: [ConsentView]) -> [Subject: ConsentView] {
            Dictionary(views.map { (Subject(purpose: $0.purpose, channel: $0.channel), $0) }) { $1 }
        }
        let (mine, theirs) = (bySubject(kept), bySubject(others))
        let subjects = Set(mine.keys).union(theirs.keys).sorted {
            ($0.purpose.rawValue, $0.channel.rawValue) < ($1.purpose.rawValue, $1.channel.rawValue)
        }
        return subjects.map { subject in
            let (one, other) = (mine[subject], theirs[subject])
            return Consent(
                purpose: subject.purpose, channel: subject.channel, survivor: one, merged: other, wins: winner(one?.at, other?.at),
                isConflict: one != nil && other != nil && one?.status != other?.status)
        }
    }

    private static func letGo(_ identities: [IdentityView], _ rules: IdentityRules) -> Set<IdentityView> {
        var gone: Set<IdentityView> = []
        for (namespace, held) in Dictionary(grouping: identities, by: \.namespace) {
            guard let definition = rules[IdentityNamespace(rawValue: namespace)], definition.overflow == .dropOldest else { continue }
            let oldest = held.sorted { ($0.lastSeen, $0.value) < ($1.lastSeen, $1.value) }
            gone.formUnion(oldest.prefix(max(0, held.count - definition.valuesMax)))
        }
        return gone
    }

    private static func tooMany(_ identities: [IdentityView], _ rules: IdentityRules) -> [String] {
        Dictionary(grouping: identities, by: \.namespace).filter { namespace, held in
            guard let definition = rules[IdentityNamespace(rawValue: namespace)] else { return false }
            return definition.overflow == .refuseNewest && held.count > definition.valuesMax
        }.keys.sorted()
    }
}
