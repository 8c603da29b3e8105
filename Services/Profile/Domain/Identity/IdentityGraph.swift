package import CommonModels

/// The part of the identity graph that a batch touches. Loaded before, saved after; the rules in between are pure.
///
/// The rules: a user id is one person. An anonymous id follows whoever signed in last on the device: when a second
/// known person signs in there, the device *switches* to them and nobody is merged. Only a profile without a user id
/// is ever merged into another on its own, except by `alias`, with which the sender says that two ids are one person.
package struct IdentityGraph: Sendable {
    /// What is known of a profile before linking.
    package struct Node: Hashable, Sendable {
        package var firstSeen: Instant
        /// Whether it holds a user id.
        package var isKnown: Bool

        package init(firstSeen: Instant, isKnown: Bool) {
            self.firstSeen = firstSeen
            self.isKnown = isKnown
        }
    }

    package private(set) var owners: [IdentityKey: ProfileID]
    package private(set) var nodes: [ProfileID: Node]
    private var survivors: [ProfileID: ProfileID] = [:]

    package init(owners: [IdentityKey: ProfileID] = [:], nodes: [ProfileID: Node] = [:]) {
        self.owners = owners
        self.nodes = nodes
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
        var resolution = IdentityResolution(profileId: choose(claims) ?? newID())
        if nodes[resolution.profileId] == nil {
            nodes[resolution.profileId] = Node(firstSeen: time, isKnown: false)
            resolution.isNew = true
        }
        if let userId = claims.userId { attach(userId, &resolution) }
        for alias in claims.aliases { mergeExplicitly(owner(of: alias), &resolution) }
        if let anonymousId = claims.anonymousId { linkDevice(anonymousId, &resolution) }
        if let email = claims.email { linkEmail(email, &resolution) }
        return resolution
    }

    /// The existing profile a call belongs to, before anything is linked.
    private func choose(_ claims: IdentityClaims) -> ProfileID? {
        let byUser = owner(of: claims.userId)
        if claims.userId != nil {
            if let byUser { return byUser }
            return [claims.anonymousId, claims.email].compactMap { owner(of: $0) }.first { nodes[$0]?.isKnown == false }
                ?? claims.aliases.compactMap { owner(of: $0) }.first
        }
        let byDevice = owner(of: claims.anonymousId)
        let byEmail = owner(of: claims.email)
        if let byDevice, let byEmail, nodes[byDevice]?.isKnown == false { return byEmail }
        return byDevice ?? byEmail
    }

    private mutating func attach(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        if owner(of: key) == nil { link(key, &resolution) }
        nodes[resolution.profileId]?.isKnown = true
    }

    private mutating func linkDevice(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        guard let owner = owner(of: key), owner != resolution.profileId else {
            link(key, &resolution)
            return
        }
        if nodes[owner]?.isKnown == false {
            merge(owner, reason: .signedIn, &resolution)
        } else {
            resolution.switchedFrom = owner
            link(key, &resolution)
        }
    }

    private mutating func linkEmail(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        guard let owner = owner(of: key), owner != resolution.profileId else {
            link(key, &resolution)
            return
        }
        if nodes[owner]?.isKnown == false {
            merge(owner, reason: .sameEmail, &resolution)
        } else {
            resolution.conflicts.append(key)
        }
    }

    private mutating func mergeExplicitly(_ other: ProfileID?, _ resolution: inout IdentityResolution) {
        guard let other, other != resolution.profileId else { return }
        merge(other, reason: .alias, &resolution)
    }

    private mutating func merge(_ merged: ProfileID, reason: MergeReason, _ resolution: inout IdentityResolution) {
        survivors[merged] = resolution.profileId
        if let node = nodes[merged], let target = nodes[resolution.profileId] {
            nodes[resolution.profileId]?.firstSeen = min(node.firstSeen, target.firstSeen)
            nodes[resolution.profileId]?.isKnown = node.isKnown || target.isKnown
        }
        resolution.merged.append(IdentityMerge(merged: merged, into: resolution.profileId, reason: reason))
    }

    private mutating func link(_ key: IdentityKey, _ resolution: inout IdentityResolution) {
        if owners[key] != resolution.profileId, owner(of: key) != resolution.profileId { resolution.linked.append(key) }
        owners[key] = resolution.profileId
    }
}
