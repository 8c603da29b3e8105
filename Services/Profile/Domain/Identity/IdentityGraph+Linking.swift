import CommonModels

extension IdentityGraph {
    /// A value that names a person joins the profile, or both profiles are one unless they contradict each other.
    mutating func linkPerson(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        let profile = resolution.profileId
        if let owner = owner(of: key), owner != profile {
            if contradict(owner, profile) {
                resolution.conflicts.append(IdentityConflict(key: key, owner: owner, reason: .knownOwner))
            } else {
                merge(owner, reason: .sameIdentity, by: key, &resolution)
            }
        } else {
            link(key, &resolution)
        }
        if owner(of: key) == profile { nodes[profile]?.isKnown = true }
    }

    /// alias: whoever goes by the old id is the same person. When nobody does yet, the old id is linked, so that what comes
    /// later under it finds its way.
    mutating func linkAliases(_ claims: IdentityClaims, _ resolution: inout IdentityResolution) {
        var isNamed = false
        for key in claims.aliases {
            guard let owner = owner(of: key) else { continue }
            isNamed = true
            if !claims.mayJoinPeople, owner != resolution.profileId, isKnown(owner), isKnown(resolution.profileId) {
                resolution.conflicts.append(IdentityConflict(key: key, owner: owner, reason: .publicAlias))
                continue
            }
            if owner != resolution.profileId, hasRoom(for: owner, key, &resolution) { end(owner, reason: .alias, by: nil, &resolution) }
        }
        if !isNamed, let key = claims.aliases.first { link(key, &resolution) }
    }

    private func isKnown(_ profile: ProfileID) -> Bool { nodes[profile]?.isKnown ?? false }

    /// A device or an address joins the profile; its anonymous owner is the same person, a known one is not.
    mutating func linkOther(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        guard let owner = owner(of: key), owner != resolution.profileId else {
            link(key, &resolution)
            return
        }
        let isApart = apart[owner]?.contains(resolution.profileId) ?? false
        if nodes[owner]?.isKnown == false, !isApart {
            // A visitor known by a device who gives somebody's address is joined by the address.
            let address = resolution.foundBy.flatMap { holder($0) == .contact && holder(key) == .device ? $0 : nil }
            merge(owner, reason: reason(address ?? key), by: address ?? key, &resolution)
        } else if holder(key) == .device {
            let before = resolution.linked.count
            link(key, &resolution)
            if resolution.linked.count > before { resolution.switched.append(IdentityResolution.Switch(key: key, from: owner)) }
        } else {
            resolution.conflicts.append(IdentityConflict(key: key, owner: owner, reason: isApart ? .keptApart : .knownOwner))
        }
    }

    private func reason(_ key: IdentityKey) -> MergeReason {
        switch (holder(key), key.namespace) {
        case (.device, _): .signedIn
        case (_, .email): .sameEmail
        case _: .sameIdentity
        }
    }

    /// Two profiles with values of one person's namespace are two people.
    private func contradict(_ one: ProfileID, _ other: ProfileID) -> Bool {
        rules.definitions.contains { definition in
            definition.holder == .person && (counts[one]?[definition.namespace] ?? 0) > 0
                && (counts[other]?[definition.namespace] ?? 0) > 0
        }
    }

    /// Merges what the rules, and not the sender, say is one person.
    private mutating func merge(_ other: ProfileID, reason: MergeReason, by key: IdentityKey, _ resolution: inout IdentityResolution) {
        if apart[other]?.contains(resolution.profileId) ?? false {
            resolution.conflicts.append(IdentityConflict(key: key, owner: other, reason: .keptApart))
        } else if hasRoom(for: other, key, &resolution) {
            end(other, reason: reason, by: key, &resolution)
        }
    }

    /// Whether the profile may have what `other` has; where it may not, the conflict is on record.
    private func hasRoom(for other: ProfileID, _ key: IdentityKey, _ resolution: inout IdentityResolution) -> Bool {
        let held = counts[resolution.profileId] ?? [:]
        let isTooMany = (counts[other] ?? [:]).contains { namespace, count in
            guard let definition = rules[namespace], definition.overflow == .refuseNewest, count > 0 else { return false }
            return (held[namespace] ?? 0) + count > definition.valuesMax
        }
        if isTooMany { resolution.conflicts.append(IdentityConflict(key: key, owner: other, reason: .limit)) }
        return !isTooMany
    }

    private mutating func link(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        let profile = resolution.profileId
        let before = owner(of: key)
        guard before != profile else { return }
        let held = counts[profile]?[key.namespace] ?? 0
        if let definition = rules[key.namespace], definition.overflow == .refuseNewest, held >= definition.valuesMax {
            resolution.conflicts.append(IdentityConflict(key: key, owner: before ?? profile, reason: .limit))
            return
        }
        if let before { counts[before]?[key.namespace, default: 1] -= 1 }
        owners[key] = profile
        counts[profile, default: [:]][key.namespace] = held + 1
        resolution.linked.append(key)
        noteOverfull(key.namespace, &resolution)
    }
}
