package import CommonModels
package import JourneyDomain

/// One person's way through a journey, step by step.
package struct RunTrace: Sendable {
    package let run: Run
    package let journey: Journey
    package let steps: [Step]
    package let sends: [SendRecord]

    package var json: JSONValue {
        var object: JSONObject = [
            "id": .string(run.id.rawValue), "journeyId": .string(run.journeyID.rawValue), "journeyKey": .string(journey.key.rawValue),
            "journeyName": journey.name.json, "version": .integer(Int64(run.version)), "profileId": .string(run.profileID.rawValue),
            "nodeId": .string(run.nodeID.rawValue), "state": .string(run.state.rawValue), "enteredAt": .string(run.enteredAt.rfc3339),
        ]
        if let due = run.due { object["due"] = .string(due.rfc3339) }
        if let outcome = run.outcome { object["outcome"] = .string(outcome.rawValue) }
        if let finishedAt = run.finishedAt { object["finishedAt"] = .string(finishedAt.rfc3339) }
        object["steps"] = .array(steps.map(Self.json))
        object["sends"] = .array(sends.map(Self.json))
        return .object(object)
    }

    private static func json(_ step: Step) -> JSONValue {
        var object: JSONObject = ["nodeId": .string(step.nodeID.rawValue), "outcome": .string(step.outcome.rawValue)]
        if let channel = step.channel { object["channel"] = .string(channel.rawValue) }
        if let reason = step.reason { object["reason"] = .string(reason) }
        if let detail = step.detail { object["detail"] = .string(detail) }
        object["at"] = .string(step.at.rfc3339)
        return .object(object)
    }

    private static func json(_ send: SendRecord) -> JSONValue {
        var object: JSONObject = [
            "id": .string(send.id.rawValue), "nodeId": .string(send.nodeID.rawValue), "channel": .string(send.channel.rawValue),
            "purpose": .string(send.purpose.rawValue), "state": .string(send.state.rawValue), "attempts": .integer(Int64(send.attempts)),
        ]
        if let reason = send.reason { object["reason"] = .string(reason.rawValue) }
        if let detail = send.detail { object["detail"] = .string(detail) }
        if let due = send.due { object["due"] = .string(due.rfc3339) }
        object["updatedAt"] = .string(send.updatedAt.rfc3339)
        return .object(object)
    }
}
