import CommonModels

/// What a batch says about one person, to be laid over what is stored.
struct ProfilePatch {
    /// nil removes the trait.
    private(set) var traits: [String: JSONValue?] = [:]
    var identities: [IdentityView] = []
    var consents: [ConsentView] = []
    /// nil leaves it as it is.
    var restriction: UseRestriction?
    private(set) var firstSeen: Instant?
    private(set) var lastSeen: Instant?

    mutating func see(at instant: Instant) {
        firstSeen = firstSeen.map { min($0, instant) } ?? instant
        lastSeen = lastSeen.map { max($0, instant) } ?? instant
    }

    mutating func setTrait(_ name: String, _ view: JSONValue) { traits[name] = .some(view) }
    mutating func removeTrait(_ name: String) { traits[name] = .some(nil) }

    func apply(to profile: inout ProfileFacts) {
        for (name, view) in traits { profile.traits[name] = view }
        for identity in identities {
            profile.identities.removeAll { $0.namespace == identity.namespace && $0.value == identity.value }
            profile.identities.append(identity)
        }
        for consent in consents { profile.state(consent) }
        if let restriction { profile.restriction = restriction }
        if let firstSeen { profile.firstSeen = min(profile.firstSeen, firstSeen) }
        if let lastSeen { profile.lastSeen = max(profile.lastSeen, lastSeen) }
    }
}

extension ProfileFacts {
    /// Of two statements on one purpose and channel the later one counts, as in Profile; at equal times the later arrival.
    fileprivate mutating func state(_ consent: ConsentView) {
        let isOfSubject = { (other: ConsentView) in other.purpose == consent.purpose && other.channel == consent.channel }
        if consents.contains(where: { isOfSubject($0) && $0.at > consent.at }) { return }
        consents.removeAll(where: isOfSubject)
        consents.append(consent)
    }
}
