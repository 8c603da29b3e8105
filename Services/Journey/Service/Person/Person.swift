package import CommonModels
import JourneyDomain

/// What Journey knows of one person at a moment, from its own copy of the feeds.
package struct Person: Hashable, Sendable {
    package let id: ProfileID
    package let traits: JSONObject
    package let identities: [IdentityView]
    package let consents: [ConsentView]
    /// The arm of the global holdout they were told of by a fact; nil when nobody told.
    package let holdoutArm: String?

    package init(id: ProfileID, traits: JSONObject, identities: [IdentityView], consents: [ConsentView], holdoutArm: String?) {
        self.id = id
        self.traits = traits
        self.identities = identities
        self.consents = consents
        self.holdoutArm = holdoutArm
    }

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
