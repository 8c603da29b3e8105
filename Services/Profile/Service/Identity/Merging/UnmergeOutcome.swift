import CommonModels
import ProfileDomain

/// What an un-merge restores, and what it cannot part.
struct UnmergeOutcome: Hashable, Sendable, Encodable {
    /// Something that stays with the survivor though it may be the other's.
    struct NotSeparated: Hashable, Sendable, Codable {
        enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case mixedEvents = "mixed-events"
            case namelessEvents = "nameless-events"
            /// Of un-merges of older versions.
            case estimates
            case groups, decisions, runs, facts, memberships
        }

        let kind: Kind
        /// `profile`, or the service that keeps it.
        let service: String
        let what: String
        /// How many, where that is known.
        let count: Int?

        init(_ kind: Kind, count: Int? = nil) {
            self.kind = kind
            self.count = count
            switch kind {
            case .mixedEvents: (service, what) = ("profile", "events that name both went with whom their user id names")
            case .namelessEvents: (service, what) = ("profile", "events without an id stay with the survivor")
            case .groups: (service, what) = ("profile", "places in groups stay with the survivor")
            case .estimates: (service, what) = ("profile", "estimates of habits stay with the survivor")
            case .decisions:
                (service, what) = ("decision", "uses counted towards caps, decisions and experiment arms stay with the survivor")
            case .runs: (service, what) = ("journey", "runs, and messages sent since the merge, stay with the survivor")
            case .facts: (service, what) = ("reporting", "facts other services reported since the merge stay with the survivor")
            case .memberships: (service, what) = ("segment", "memberships are computed anew; what was told of them before stays told")
            }
        }
    }

    let mergeId: Int64
    let survivorId: ProfileID
    let restoredId: ProfileID
    /// Ids that had ended in the restored profile before and resolve to it again.
    let resolvingIds: [ProfileID]
    /// Identities the restored profile has again, and those it gained by its own events since.
    let identities: [IdentityName]
    /// Identities it had that went to somebody else, or were let go, since.
    let identitiesElsewhere: [IdentityName]
    /// Events of the restored profile, those since the merge that name it included.
    let events: Int
    /// Of these, recorded under the survivor since the merge.
    let eventsSince: Int
    let survivorEvents: Int
    let traits: Int
    let notSeparated: [NotSeparated]

    /// What holds for every un-merge: other services added things up, or sent, for one person.
    static let elsewhere: [NotSeparated] = [
        .init(.groups), .init(.decisions), .init(.runs), .init(.facts), .init(.memberships),
    ]
}
