package import CommonModels
package import RuleKit

/// A person as the projection knows them: the facts rules are evaluated against.
package struct ProfileFacts: RuleFacts, Sendable {
    package let profileID: ProfileID
    /// `{name: {value, at, source}}`
    package internal(set) var traits: JSONObject
    package internal(set) var identities: [IdentityView]
    package internal(set) var consents: [ConsentView]
    package internal(set) var firstSeen: Instant
    package internal(set) var lastSeen: Instant
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

    mutating func setSeen(_ seen: (first: Instant, last: Instant)) {
        firstSeen = seen.first
        lastSeen = seen.last
    }

    package var isKnown: Bool { firstSeen <= lastSeen }

    package func trait(_ name: String) -> JSONValue? { traits[name]?["value"] }
    package func events(named name: String) -> [EventFact] { events[name] ?? [] }
    package func isMember(of segment: SegmentID) -> Bool { segments.contains(segment) }
    package func consent(_ purpose: Purpose, on channel: Channel) -> ConsentView? {
        consents.first { $0.purpose == purpose && $0.channel == channel }
    }

    /// The latest value of a namespace, e.g. the address to send e-mail to.
    package func identity(_ namespace: String) -> String? {
        identities.filter { $0.namespace == namespace }.max { $0.lastSeen < $1.lastSeen }?.value
    }

    /// Traits as templates see them: `{name: value}`.
    package var traitValues: JSONObject {
        traits.reduce(into: JSONObject()) { $0[$1.key] = $1.value["value"] ?? .null }
    }
}
