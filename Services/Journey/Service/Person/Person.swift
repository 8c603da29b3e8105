package import CommonModels
import JourneyDomain

/// What Journey knows of one person at a moment, from its own copy of the feeds.
package struct Person: Hashable, Sendable {
    package let id: ProfileID
    package let traits: JSONObject
    package let identities: [IdentityView]
    /// Their own records; what counts is ``consent(for:on:at:)``.
    package let consents: [ConsentView]
    /// What holds where they were never asked.
    package let policy: ConsentPolicy
    /// The arm of the global holdout they were told of by a fact; nil when nobody told.
    package let holdoutArm: String?
    /// What their data may not be used for.
    package let restriction: UseRestriction

    package init(
        id: ProfileID, traits: JSONObject, identities: [IdentityView], consents: [ConsentView], policy: ConsentPolicy = .none,
        holdoutArm: String?, restriction: UseRestriction = .none
    ) {
        self.id = id
        self.traits = traits
        self.identities = identities
        self.consents = consents
        self.policy = policy
        self.holdoutArm = holdoutArm
        self.restriction = restriction
    }

    /// What counts for the person: what they said, else the default of their region.
    package func consent(for purpose: Purpose, on channel: Channel, at instant: Instant) -> EffectiveConsent {
        EffectiveConsent(purpose, on: channel, consents: consents, policy: policy, country: Country { traits[$0] }, at: instant)
    }

    package var preferences: ContactPreferences { ContactPreferences { traits[$0] } }

    package var timezone: String? { traits["timezone"]?.stringValue }

    /// `ko` or `en` when the person's own `locale` trait says so.
    package var locale: ConsoleLocale? {
        traits["locale"]?.stringValue.flatMap { ConsoleLocale(rawValue: String($0.prefix(2)).lowercased()) }
    }

    /// The e-mail address last seen, or the trait when no identity carries one.
    package var email: String? {
        let identity = identities.filter { $0.namespace == "email" }.max { $0.lastSeen < $1.lastSeen }
        return identity?.value ?? traits["email"]?.stringValue
    }

    /// Whether the person is held out of all personalization: as they were told, else by the rule everybody follows.
    package func isHeldOut(share: Double) -> Bool {
        if let holdoutArm { return holdoutArm == GlobalHoldout.holdout }
        return GlobalHoldout.contains(unit: identities.firstUserID ?? id.rawValue, share: share)
    }

    /// What templates see as `profile`.
    package var renderData: JSONValue {
        var object: JSONObject = ["id": .string(id.rawValue), "traits": .object(traits)]
        for (name, value) in traits where object[name] == nil { object[name] = value }
        if let email { object["email"] = .string(email) }
        return .object(object)
    }
}
