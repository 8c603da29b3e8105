import CommonModels

/// Writes Profile's feed as Profile would, with rising ids.
struct FeedScript {
    private var lastID = 0
    private let ids = IDGenerator.sequential()

    mutating func event(_ name: String, of profile: ProfileID, at time: Instant, _ properties: JSONObject = [:], received: Instant? = nil)
        -> CloudEvent
    {
        let event = CustomerEvent(
            id: ids.next(), messageId: "m\(lastID)", profileId: profile, type: .track, name: name, userId: nil, anonymousId: nil,
            time: time,
            receivedAt: received ?? time, source: "web", properties: properties, context: [:])
        return cloudEvent(FeedEventType.customerEvent, profile, received ?? time, event.json)
    }

    mutating func traits(_ traits: JSONObject, of profile: ProfileID, at time: Instant) -> CloudEvent {
        let views = traits.mapValues { value -> JSONValue in ["value": value, "at": .string(time.rfc3339), "source": "web"] }
        return cloudEvent(FeedEventType.profileChanged, profile, time, ["profileId": .string(profile.rawValue), "traits": .object(views)])
    }

    mutating func consent(_ status: ConsentStatus, of profile: ProfileID, at time: Instant, expiresAt: Instant? = nil) -> CloudEvent {
        var consent: JSONObject = [
            "purpose": "marketing", "channel": "email", "status": .string(status.rawValue), "at": .string(time.rfc3339), "source": "web",
        ]
        if let expiresAt { consent["expiresAt"] = .string(expiresAt.rfc3339) }
        return cloudEvent(
            FeedEventType.profileChanged, profile, time, ["profileId": .string(profile.rawValue), "consents": [.object(consent)]])
    }

    mutating func merge(_ merged: ProfileID, into survivor: ProfileID, at time: Instant) -> CloudEvent {
        cloudEvent(
            FeedEventType.profileMerged, survivor, time,
            ["profileId": .string(survivor.rawValue), "mergedProfileId": .string(merged.rawValue), "reason": "test"])
    }

    mutating func rights(_ restriction: UseRestriction, of profile: ProfileID, at time: Instant) -> CloudEvent {
        cloudEvent(
            FeedEventType.profileRights, profile, time,
            ["profileId": .string(profile.rawValue), "restriction": restriction.json])
    }

    mutating func erase(_ profile: ProfileID, at time: Instant) -> CloudEvent {
        cloudEvent(FeedEventType.profileErased, profile, time, ["profileId": .string(profile.rawValue)])
    }

    private mutating func cloudEvent(_ type: String, _ profile: ProfileID, _ time: Instant, _ data: JSONValue) -> CloudEvent {
        lastID += 1
        return CloudEvent(id: String(lastID), type: type, source: "/profile", time: time, subject: profile.rawValue, data: data)
    }
}
