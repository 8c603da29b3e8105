import CommonModels
import ProfileDomain

/// The feed's form of an event (``CustomerEvent``), written around the raw JSON it arrived as, without parsing that.
///
/// Everything but the profile, which only the writer knows, is composed before the event queues for it.
struct EventText: Sendable {
    private let afterProfile: String

    init(_ call: IncomingCall, id: EventID, messageId: String, time: Instant, source: String, receivedAt: Instant) {
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
        member("\",\"id\":", id.rawValue)
        member(",\"messageId\":", messageId)
        member(",\"type\":", call.type.rawValue)
        member(",\"name\":", call.name)
        member(",\"userId\":", call.userId)
        member(",\"anonymousId\":", call.anonymousId)
        member(",\"time\":", time.rfc3339)
        member(",\"receivedAt\":", receivedAt.rfc3339)
        member(",\"source\":", source)
        raw(",\"properties\":")
        bytes.append(contentsOf: call.properties.utf8)
        raw(",\"context\":")
        bytes.append(contentsOf: call.context.utf8)
        raw("}")
        afterProfile = String(decoding: bytes, as: UTF8.self)
    }

    func json(_ profileId: ProfileID) -> String { "{\"profileId\":\"" + profileId.rawValue + afterProfile }
}
