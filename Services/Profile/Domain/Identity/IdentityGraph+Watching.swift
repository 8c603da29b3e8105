import CommonModels

extension IdentityGraph {
    /// Notes values that somebody else than their owner states, and puts in quarantine those that too many did.
    mutating func watch(
        _ claims: IdentityClaims, at time: Instant
    ) -> (sightings: [IdentityResolution.Sighting], quarantined: [IdentityResolution.Quarantined]) {
        var noted: [IdentityResolution.Sighting] = []
        var nobody: [IdentityResolution.Quarantined] = []
        for key in claims.keys {
            guard let rule = rules[key.namespace]?.quarantine, let owner = owner(of: key),
                let witness = witness(of: claims, beside: key, ownedBy: owner)
            else { continue }
            for who in [owner.rawValue, witness] where note(key, by: who, at: time) {
                noted.append(.init(key: key, owner: owner, witness: who))
            }
            let since = time - .days(Int64(rule.days))
            let profiles = sightings[key]?.values.count { $0 > since } ?? 0
            guard profiles > rule.profiles else { continue }
            quarantined.insert(key)
            letGo(key)
            nobody.append(.init(key: key, owner: owner, profiles: profiles))
        }
        return (noted, nobody)
    }

    /// A claimant who had no profile yet and got one is known by it from now on, so that nobody counts twice.
    mutating func nameWitnesses(_ resolution: inout IdentityResolution) {
        let profile = resolution.profileId
        for (index, sighting) in resolution.sightings.enumerated() where sighting.owner != profile {
            guard ProfileID(sighting.witness) == nil, let at = sightings[sighting.key]?.removeValue(forKey: sighting.witness) else {
                continue
            }
            sightings[sighting.key]?[profile.rawValue] = at
            resolution.sightings[index] = .init(key: sighting.key, owner: sighting.owner, witness: profile.rawValue)
        }
    }

    /// - Returns: whether this says more than was known.
    private mutating func note(_ key: IdentityKey, by witness: String, at time: Instant) -> Bool {
        if let known = sightings[key]?[witness], known >= time { return false }
        sightings[key, default: [:]][witness] = time
        return true
    }

    /// Who states the value, by what else the call states: nil when that is the owner, or nothing.
    private func witness(of claims: IdentityClaims, beside key: IdentityKey, ownedBy owner: ProfileID) -> String? {
        let others = claims.keys.filter { $0 != key }
        let profiles = others.compactMap { self.owner(of: $0) }
        if profiles.contains(owner) { return nil }
        return profiles.first?.rawValue ?? others.first?.text
    }
}
