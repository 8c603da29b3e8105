import CommonModels
import FeedKit
import ProfileDomain

/// What one event changed about a person, as the feed tells it.
struct ProfileChange {
    let profileId: ProfileID
    var traits: [String: TraitView] = [:]
    var removedTraits: [String] = []
    var identities: [IdentityView] = []
    /// Identities the person has no longer.
    var removedIdentities: [IdentityKey] = []
    var consents: [ConsentView] = []

    init(profileId: ProfileID) { self.profileId = profileId }

    /// Nil when nothing changed.
    func feedEvent(at time: Instant) -> FeedEvent? {
        if traits.isEmpty && removedTraits.isEmpty && identities.isEmpty && removedIdentities.isEmpty && consents.isEmpty { return nil }
        var data: JSONObject = [
            "profileId": .string(profileId.rawValue),
            "traits": .object(JSONObject(uniqueKeysWithValues: traits.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
            "removedTraits": .array(removedTraits.map { .string($0) }),
            "identities": .array(identities.map(\.json)),
            "consents": .array(consents.map(\.json)),
        ]
        if !removedIdentities.isEmpty {
            data["removedIdentities"] = .array(
                removedIdentities.map { ["namespace": .string($0.namespace.rawValue), "value": .string($0.value)] })
        }
        return FeedEvent(type: FeedEventType.profileChanged, profile: profileId, time: time, data: .object(data))
    }
}

extension TraitView {
    /// As the feed has it: without `kind` it is of the first party.
    var json: JSONValue {
        var members: JSONObject = ["value": value, "at": .string(at.rfc3339), "source": .string(source)]
        if kind != .firstParty { members["kind"] = .string(kind.rawValue) }
        if let confidence { members["confidence"] = .number(confidence) }
        return .object(members)
    }
}

extension IdentityView {
    var json: JSONValue {
        [
            "namespace": .string(namespace), "value": .string(value), "firstSeen": .string(firstSeen.rfc3339),
            "lastSeen": .string(lastSeen.rfc3339),
        ]
    }
}

extension ConsentView {
    var json: JSONValue {
        var members: JSONObject = [
            "purpose": .string(purpose.rawValue), "channel": .string(channel.rawValue), "status": .string(status.rawValue),
            "at": .string(at.rfc3339), "source": .string(source),
        ]
        if let expiresAt { members["expiresAt"] = .string(expiresAt.rfc3339) }
        return .object(members)
    }
}
