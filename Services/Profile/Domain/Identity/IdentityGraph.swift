package import CommonModels

/// The part of the identity graph that a batch touches. Loaded before, saved after; the rules in between are pure.
///
/// The rules: a value of a person's namespace (user id, loyalty id) is one person. A device follows whoever is known on it
/// last: when a second known person comes, the device *switches* to them and nobody is merged. An address stays with a
/// known owner. Only a profile without a person's value is ever merged into another on its own, except by `alias`, with
/// which the sender says that two ids are one person, and by one call that states two people's values of different
/// namespaces that do not contradict each other.
package struct IdentityGraph: Sendable {
    /// What is known of a profile before linking.
    package struct Node: Hashable, Sendable {
        package var firstSeen: Instant
        /// Whether it holds a value that names a person.
        package var isKnown: Bool

        package init(firstSeen: Instant, isKnown: Bool) {
            self.firstSeen = firstSeen
            self.isKnown = isKnown
        }
    }

    package internal(set) var owners: [IdentityKey: ProfileID]
    package internal(set) var nodes: [ProfileID: Node]
    /// Values of each profile by namespace; of those profiles only that a call may link something to.
    var counts: [ProfileID: [IdentityNamespace: Int]] = [:]
    /// Who stated a value beside its owner, and when last.
    var sightings: [IdentityKey: [String: Instant]] = [:]
    /// Profiles that an un-merge keeps apart.
    var apart: [ProfileID: Set<ProfileID>] = [:]
    var quarantined: Set<IdentityKey> = []
    package let rules: IdentityRules
    private var survivors: [ProfileID: ProfileID] = [:]

    package init(
        owners: [IdentityKey: ProfileID] = [:], nodes: [ProfileID: Node] = [:], survivors: [ProfileID: ProfileID] = [:],
        rules: IdentityRules = .builtIn
    ) {
        self.survivors = survivors
        self.owners = owners
        self.nodes = nodes
        self.rules = rules
    }

    /// Takes in what linking must know of profiles and values beyond their owners.
    package mutating func know(
        counts: [ProfileID: [IdentityNamespace: Int]], sightings: [IdentityKey: [String: Instant]], apart: [ProfileID: Set<ProfileID>]
    ) {
        self.counts = counts
        self.sightings = sightings
        self.apart = apart
    }

    /// The profile that `id` lives on in, after the merges of this batch.
    package func survivor(of id: ProfileID) -> ProfileID {
        var current = id
        while let next = survivors[current] { current = next }
        return current
    }

    package func owner(of key: IdentityKey?) -> ProfileID? {
        guard let key, let owner = owners[key] else { return nil }
        return survivor(of: owner)
    }

    /// Finds or makes the person that a call speaks of, and links the identities it states.
    package mutating func resolve(_ claims: IdentityClaims, at time: Instant, newID: () -> ProfileID) -> IdentityResolution {
        if let owner = soleOwner(of: claims) { return IdentityResolution(settled: owner) }
        var claims = quarantined.isEmpty ? claims : claims.without(quarantined)
        let (sightings, nobody) = watch(claims, at: time)
        if !nobody.isEmpty { claims = claims.without(quarantined) }
        let chosen = choose(claims)
        var resolution = IdentityResolution(profileId: owner(of: chosen) ?? newID())
        resolution.foundBy = chosen
        resolution.sightings = sightings
        resolution.quarantined = nobody
        if nodes[resolution.profileId] == nil {
            nodes[resolution.profileId] = Node(firstSeen: time, isKnown: false)
            counts[resolution.profileId] = [:]
            resolution.isNew = true
        }
        for key in claims.keys where holder(key) == .person { linkPerson(key, &resolution) }
        linkAliases(claims, &resolution)
        for key in claims.keys where holder(key) != .person { linkOther(key, &resolution) }
        nameWitnesses(&resolution)
        return resolution
    }

    /// The profile every stated identity belongs to already: then there is nothing to do, as for most calls.
    package func soleOwner(of claims: IdentityClaims) -> ProfileID? {
        guard let first = claims.keys.first, let owner = owner(of: first) else { return nil }
        for key in claims.keys.dropFirst() where self.owner(of: key) != owner { return nil }
        for key in claims.aliases where self.owner(of: key) != owner { return nil }
        return owner
    }

    /// The identity whose owner a call belongs to, before anything is linked; nil when it is somebody new.
    private func choose(_ claims: IdentityClaims) -> IdentityKey? {
        let people = claims.keys.filter { holder($0) == .person }
        if let known = people.first(where: { isAnswered(by: $0, of: people) }) { return known }
        let others = claims.keys.filter { holder($0) != .person }
        if !people.isEmpty {
            return others.first { owner(of: $0).map { nodes[$0]?.isKnown == false } ?? false }
                ?? claims.aliases.first { owner(of: $0) != nil }
        }
        let known = others.filter { owner(of: $0).map { nodes[$0]?.isKnown ?? false } ?? false }
        return known.first { holder($0) == .device } ?? known.first ?? others.first { owner(of: $0) != nil }
    }

    /// Whether the owner of `key` can be the person a call names: not when a stronger value is stated that nobody has yet, and
    /// the owner goes by another of its namespace.
    private func isAnswered(by key: IdentityKey, of people: [IdentityKey]) -> Bool {
        guard let owner = owner(of: key) else { return false }
        return people.prefix { $0 != key }.allSatisfy { self.owner(of: $0) != nil || (counts[owner]?[$0.namespace] ?? 0) == 0 }
    }

    func holder(_ key: IdentityKey) -> NamespaceDefinition.Holder { rules[key.namespace]?.holder ?? .contact }

    /// Ends `merged` in the resolution's profile.
    mutating func end(_ merged: ProfileID, reason: MergeReason, by key: IdentityKey?, _ resolution: inout IdentityResolution) {
        let survivor = resolution.profileId
        survivors[merged] = survivor
        if let node = nodes[merged], let target = nodes[survivor] {
            nodes[survivor]?.firstSeen = min(node.firstSeen, target.firstSeen)
            nodes[survivor]?.isKnown = node.isKnown || target.isKnown
        }
        for (namespace, count) in counts.removeValue(forKey: merged) ?? [:] {
            counts[survivor, default: [:]][namespace, default: 0] += count
            noteOverfull(namespace, &resolution)
        }
        if let others = apart[merged] { apart[survivor, default: []].formUnion(others) }
        resolution.merged.append(IdentityMerge(merged: merged, into: survivor, reason: reason, key: key))
    }

    mutating func noteOverfull(_ namespace: IdentityNamespace, _ resolution: inout IdentityResolution) {
        guard let definition = rules[namespace], (counts[resolution.profileId]?[namespace] ?? 0) > definition.valuesMax,
            definition.overflow == .dropOldest, !resolution.overfull.contains(namespace)
        else { return }
        resolution.overfull.append(namespace)
    }

    /// Whether values of the key's namespace can be put in quarantine.
    package func isWatched(_ key: IdentityKey) -> Bool { rules[key.namespace]?.quarantine != nil }

    /// Takes a value from its owner.
    package mutating func letGo(_ key: IdentityKey) {
        guard let owner = owner(of: key) else { return }
        owners[key] = nil
        sightings[key] = nil
        counts[owner]?[key.namespace, default: 1] -= 1
    }
}
