import CommonModels
import ProfileDomain

/// Writes the feed's form of an event (``CustomerEvent``) around the raw JSON it arrived as, without parsing that.
enum EventText {
    static func json(_ event: PreparedEvent, profileId: ProfileID, source: String, receivedAt: Instant) -> String {
        let call = event.call
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320 + call.properties.utf8.count + call.context.utf8.count)
        func raw(_ text: StaticString) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
        func member(_ name: StaticString, _ value: String?) {
            guard let value else { return }
            raw(name)
            JSONValue.write(value, into: &bytes)
        }
        member("{\"id\":", event.id.rawValue)
        member(",\"messageId\":", event.messageId)
        member(",\"profileId\":", profileId.rawValue)
        member(",\"type\":", call.type.rawValue)
        member(",\"name\":", call.name)
        member(",\"userId\":", call.userId)
        member(",\"anonymousId\":", call.anonymousId)
        member(",\"time\":", event.time.rfc3339)
        member(",\"receivedAt\":", receivedAt.rfc3339)
        member(",\"source\":", source)
        raw(",\"properties\":")
        bytes.append(contentsOf: call.properties.utf8)
        raw(",\"context\":")
        bytes.append(contentsOf: call.context.utf8)
        raw("}")
        return String(decoding: bytes, as: UTF8.self)
    }
}
