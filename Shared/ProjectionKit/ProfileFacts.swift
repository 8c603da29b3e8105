package import CommonModels
package import RuleKit

/// A person as the projection knows them: the facts rules are evaluated against.
package struct ProfileFacts: RuleFacts, Sendable {
    package let profileID: ProfileID
    /// `{name: {value, at, source}}`
    package internal(set) var traits: JSONObject
    package internal(set) var identities: [IdentityView]
    /// The person's own records; what counts is ``consent(_:on:)``.
    package internal(set) var consents: [ConsentView]
    /// What holds where they were never asked.
    package internal(set) var policy = ConsentPolicy.none
    package internal(set) var firstSeen: Instant
    package internal(set) var lastSeen: Instant
    /// What their data may not be used for.
    package internal(set) var restriction = UseRestriction.none
    /// Which segments the person is in. Whoever owns memberships puts its own here.
    package var segments: Set<SegmentID> = []
    /// By name, oldest first; only those the reader was asked for.
    package internal(set) var events: [String: [EventFact]] = [:]

    /// Somebody of whom only the id is known.
    package init(unknown id: ProfileID) {
        profileID = id
        traits = [:]
        identities = []
        consents = []
        firstSeen = .distantFuture
        lastSeen = .epoch
    }

    package var isKnown: Bool { firstSeen <= lastSeen }

    package func trait(_ name: String) -> JSONValue? { traits[name]?["value"] }
    package func events(named name: String) -> [EventFact] { events[name] ?? [] }
    package func isMember(of segment: SegmentID) -> Bool { segments.contains(segment) }

    /// What counts for the person: their own record, the one for all channels, or the default of their region where that
    /// allows use; nil when they must be asked first.
    package func consent(_ purpose: Purpose, on channel: Channel) -> ConsentView? {
        if let record = consents.record(for: purpose, on: channel) { return record }
        guard policy.standing(of: purpose, on: channel, in: country).standing.allowsUse else { return nil }
        return ConsentView(
            purpose: purpose, channel: channel, status: .granted, at: policy.since, source: EffectiveConsent.defaultSource)
    }

    package var country: Country? { Country { trait($0) } }

    /// The latest value of a namespace, e.g. the address to send e-mail to.
    package func identity(_ namespace: String) -> String? {
        identities.filter { $0.namespace == namespace }.max { $0.lastSeen < $1.lastSeen }?.value
    }

    /// Traits as templates see them: `{name: value}`.
    package var traitValues: JSONObject {
        traits.reduce(into: JSONObject()) { $0[$1.key] = $1.value["value"] ?? .null }
    }
}
