package import CommonModels

/// A signal as it arrived, read and found well-formed: `{messageId?, subject: {type, id}, name, properties?, timestamp?}`.
package struct IncomingSignal: Hashable, Sendable {
    package let messageId: String?
    package let subject: SignalSubject
    package let name: String
    package let properties: JSONObject
    package let time: Instant
    /// What it takes while it waits to be stored.
    package let bytes: Int

    private static let members: Set = ["messageId", "subject", "name", "properties", "timestamp"]

    /// - Throws: ``SignalRefusal``
    package init(json: JSONValue, receivedAt now: Instant) throws(SignalRefusal) {
        guard let members = json.objectValue else { throw .notAnObject }
        if let unknown = members.keys.first(where: { !Self.members.contains($0) }) {
            throw .wrong(field: String(unknown.prefix(60)), expected: "left out: it is not known here")
        }
        messageId = try Self.text(members["messageId"], "messageId", max: SignalLimits.messageIDLengthMax)
        guard let subject = members["subject"], subject.objectValue != nil else {
            throw .wrong(field: "subject", expected: "an object with type and id")
        }
        guard let type = subject["type"]?.stringValue, SignalSubject.isType(type) else {
            throw .wrong(field: "subject.type", expected: "1 to \(SignalSubject.typeLengthMax) of a-z, 0-9, - and _, a letter first")
        }
        guard let id = try Self.text(subject["id"], "subject.id", max: SignalSubject.idLengthMax) else {
            throw .wrong(field: "subject.id", expected: "a text of 1 to \(SignalSubject.idLengthMax) characters")
        }
        guard let name = try Self.text(members["name"], "name", max: ExternalSignal.nameLengthMax) else {
            throw .wrong(field: "name", expected: "a text of 1 to \(ExternalSignal.nameLengthMax) characters")
        }
        self.subject = SignalSubject(type: type, id: id)
        self.name = name
        let content = try Self.properties(members["properties"])
        properties = content.object
        bytes = content.bytes + id.utf8.count + name.utf8.count + (messageId?.utf8.count ?? 0)
        time = try Self.time(members["timestamp"], now: now)
    }

    private static func text(_ json: JSONValue?, _ field: String, max: Int) throws(SignalRefusal) -> String? {
        guard let json, !json.isNull else { return nil }
        guard let text = json.stringValue, (1...max).contains(text.count), !text.contains("\0") else {
            throw .wrong(field: field, expected: "a text of 1 to \(max) characters")
        }
        return text
    }

    private static func properties(_ json: JSONValue?) throws(SignalRefusal) -> (object: JSONObject, bytes: Int) {
        guard let json, !json.isNull else { return ([:], 0) }
        guard let properties = json.objectValue else { throw .wrong(field: "properties", expected: "an object") }
        let bytes = json.serialized.utf8.count
        guard bytes <= SignalLimits.propertiesBytesMax else {
            throw .wrong(field: "properties", expected: "at most \(SignalLimits.propertiesBytesMax) bytes")
        }
        return (properties, bytes)
    }

    private static func time(_ json: JSONValue?, now: Instant) throws(SignalRefusal) -> Instant {
        guard let json, !json.isNull else { return now }
        guard let time = json.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
            throw .wrong(field: "timestamp", expected: "an RFC 3339 instant such as 2026-11-22T09:30:00Z")
        }
        if time > now + SignalLimits.futureMax { throw .inTheFuture }
        if time < SignalLimits.earliest { throw .tooAncient }
        return time
    }
}
