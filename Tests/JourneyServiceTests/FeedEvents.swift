import CommonModels

/// Feed events as Profile and Segment write them.
enum FeedEvents {
    static func profile(
        _ id: ProfileID, traits: [String: JSONValue] = [:], email: String? = nil, consents: [(String, String, String)] = [], at now: Instant
    ) -> CloudEvent {
        let seen = JSONValue.string(now.rfc3339)
        var identities: [JSONValue] = [
            ["namespace": "userId", "value": .string("u-\(id.rawValue.suffix(6))"), "firstSeen": seen, "lastSeen": seen]
        ]
        if let email { identities.append(["namespace": "email", "value": .string(email), "firstSeen": seen, "lastSeen": seen]) }
        let traitViews = traits.sorted { $0.key < $1.key }.map { name, value -> (String, JSONValue) in
            (name, ["value": value, "at": seen, "source": "test"])
        }
        let consentViews = consents.map { purpose, channel, status -> JSONValue in
            ["purpose": .string(purpose), "channel": .string(channel), "status": .string(status), "at": seen, "source": "test"]
        }
        return event(
            FeedEventType.profileChanged, id,
            [
                "traits": .object(JSONObject(uniqueKeysWithValues: traitViews)), "removedTraits": [], "identities": .array(identities),
                "consents": .array(consentViews),
            ], at: now)
    }

    static func track(
        _ id: ProfileID, _ name: String, _ properties: JSONObject = [:], event eventID: EventID, at happened: Instant,
        received: Instant? = nil
    ) -> CloudEvent {
        let customer = CustomerEvent(
            id: eventID, messageId: eventID.rawValue, profileId: id, type: .track, name: name, userId: nil, anonymousId: "a",
            time: happened,
            receivedAt: received ?? happened, source: "test", properties: properties, context: [:])
        return CloudEvent(
            id: "1", type: FeedEventType.customerEvent, source: "/profile", time: received ?? happened, subject: id.rawValue,
            data: customer.json)
    }

    static func entered(_ segment: String, _ id: ProfileID, feedID: String = "1", at now: Instant) -> CloudEvent {
        let data: JSONObject = ["segmentId": .string(segment), "at": .string(now.rfc3339), "reason": "rule", "version": 1]
        return event(FeedEventType.segmentEntered, id, data, feedID: feedID, at: now)
    }

    static func merged(_ merged: ProfileID, into survivor: ProfileID, at now: Instant) -> CloudEvent {
        event(FeedEventType.profileMerged, survivor, ["mergedProfileId": .string(merged.rawValue), "reason": "email"], at: now)
    }

    static func erased(_ id: ProfileID, at now: Instant) -> CloudEvent { event(FeedEventType.profileErased, id, [:], at: now) }

    private static func event(_ type: String, _ id: ProfileID, _ data: JSONObject, feedID: String = "1", at now: Instant) -> CloudEvent {
        var data = data
        data["profileId"] = .string(id.rawValue)
        return CloudEvent(id: feedID, type: type, source: "/test", time: now, subject: id.rawValue, data: .object(data))
    }
}
