package import CommonModels
package import JourneyDomain

/// Something Journey must tell Profile; it waits in the database until Profile has accepted it.
package struct Fact: Hashable, Sendable, Identifiable {
    /// The `messageId`, by which Profile drops a repetition.
    package let id: String
    package let profileID: ProfileID
    package let kind: Kind
    package let body: JSONObject
    package let at: Instant

    package enum Kind: String, Hashable, Sendable {
        /// A track event.
        case event
        /// A withdrawal of consent.
        case withdrawal
    }

    package init(id: String, profileID: ProfileID, kind: Kind, body: JSONObject, at: Instant) {
        self.id = id
        self.profileID = profileID
        self.kind = kind
        self.body = body
        self.at = at
    }

    package static func message(named name: String, send: SendRecord, journey: JourneyKey?, at now: Instant) -> Fact {
        var properties: JSONObject = [
            "journey_key": .string(journey?.rawValue ?? ""), "node_id": .string(send.nodeID.rawValue),
            "channel": .string(send.channel.rawValue), "purpose": .string(send.purpose.rawValue), "message_id": .string(send.id.rawValue),
            "run_id": .string(send.runID.rawValue), "version": .integer(Int64(send.version)),
        ]
        if let reason = send.reason { properties["reason"] = .string(reason.rawValue) }
        return Fact(
            id: send.id.rawValue, profileID: send.profileID, kind: .event,
            body: ["event": .string(name), "properties": .object(properties)], at: now)
    }

    /// Which arm of the global holdout a message step found the person in, for people no decision told it of.
    /// Decision tells the same fact under the same id, so Profile keeps one.
    package static func holdoutArm(of profile: ProfileID, isHeldOut: Bool, at now: Instant) -> Fact {
        Fact(
            id: "exp-\(GlobalHoldout.key)-\(profile.rawValue)", profileID: profile, kind: .event,
            body: [
                "event": .string(PersonReader.exposure),
                "properties": .object([
                    "experiment_id": .string(GlobalHoldout.key),
                    "variation_id": .string(isHeldOut ? GlobalHoldout.holdout : GlobalHoldout.treated),
                ]),
            ], at: now)
    }

    package static func withdrawal(of purpose: Purpose, channel: Channel, profile: ProfileID, id: String, at now: Instant) -> Fact {
        Fact(
            id: id, profileID: profile, kind: .withdrawal,
            body: ["purpose": .string(purpose.rawValue), "channel": .string(channel.rawValue)], at: now)
    }
}
