import CommonModels
import ConsoleKit
import ProfileDomain

/// An event in quarantine as a reader of the API may see it.
struct QuarantineView {
    let event: QuarantinedEvent
    let mask: FieldMask

    /// With what was sent where the reader sees everything; else the call with fields masked, and no form of their values.
    var json: JSONValue {
        var members: JSONObject = [
            "id": .integer(event.id), "eventId": .string(event.eventId.rawValue), "messageId": .string(event.messageId),
            "source": .string(event.source), "type": .string(event.type.rawValue), "event": .string(event.kind),
            "time": .string(event.time.rfc3339), "receivedAt": .string(event.receivedAt.rfc3339), "rule": .string(event.rule),
            "faults": .array(event.faults.map { mask.fault($0, type: event.type, name: event.kind).json }),
            "attempts": .integer(Int64(event.attempts)),
            "judgedAt": .string(event.judgedAt.rfc3339),
        ]
        if mask.readsEverything { members["payload"] = .string(event.payload) }
        if let call = try? event.call() { members["call"] = json(call) }
        return .object(members)
    }

    private func json(_ call: IncomingCall) -> JSONValue {
        func tree(_ text: String) -> JSONObject { (try? JSONValue(parsing: text))?.objectValue ?? [:] }
        let properties = tree(call.properties)
        let context = tree(call.context)
        var members: JSONObject = [
            "properties": .object(mask.properties(properties, type: call.type, name: call.name)),
            "context": .object(mask.context(context, of: call.name ?? call.type.rawValue)),
        ]
        for (name, value) in [("userId", call.userId), ("anonymousId", call.anonymousId), ("previousId", call.previousId)] {
            if let value { members[name] = .string(mask.identity(value, of: name == "previousId" ? "userId" : name)) }
        }
        return .object(members)
    }
}
