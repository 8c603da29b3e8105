import CommonModels

/// What a batch says about one person, to be laid over what is stored.
struct ProfilePatch {
    /// nil removes the trait.
    private(set) var traits: [String: JSONValue?] = [:]
    var identities: [IdentityView] = []
    private var lost: [(namespace: String, value: String)] = []
    var consents: [ConsentView] = []
    private(set) var firstSeen: Instant?
    private(set) var lastSeen: Instant?

    mutating func see(at instant: Instant) {
        firstSeen = firstSeen.map { min($0, instant) } ?? instant
        lastSeen = lastSeen.map { max($0, instant) } ?? instant
    }

    mutating func setTrait(_ name: String, _ view: JSONValue) { traits[name] = .some(view) }
    mutating func removeTrait(_ name: String) { traits[name] = .some(nil) }

    /// An identity the person had goes; one stated later in the batch stays.
    mutating func removeIdentity(_ namespace: String, _ value: String) {
        identities.removeAll { $0.namespace == namespace && $0.value == value }
        lost.append((namespace, value))
    }

    func apply(to profile: inout ProfileFacts) {
        for (name, view) in traits { profile.traits[name] = view }
        for identity in lost { profile.identities.removeAll { $0.namespace == identity.namespace && $0.value == identity.value } }
        for identity in identities {
            profile.identities.removeAll { $0.namespace == identity.namespace && $0.value == identity.value }
            profile.identities.append(identity)
        }
        for consent in consents {
            profile.consents.removeAll { $0.purpose == consent.purpose && $0.channel == consent.channel }
            profile.consents.append(consent)
        }
        if let firstSeen { profile.firstSeen = min(profile.firstSeen, firstSeen) }
        if let lastSeen { profile.lastSeen = max(profile.lastSeen, lastSeen) }
    }
}
