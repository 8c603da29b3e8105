import CommonModels

extension IncomingCall {
    /// The members of a call that matter, as slices of the bytes.
    struct Members {
        private(set) var type: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var event: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var name: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var messageId: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var userId: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var anonymousId: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var previousId: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var groupId: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var timestamp: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var originalTimestamp: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var sentAt: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var properties: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var traits: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var context: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var integrations: Slice<UnsafeBufferPointer<UInt8>>?
        private(set) var category: Slice<UnsafeBufferPointer<UInt8>>?

        /// Notes where the member's value stands and steps over it.
        mutating func read(_ key: UnsafeBufferPointer<UInt8>, from reader: inout JSONReader) throws(JSONParseError) {
            let range = try reader.skipValue()
            let value = reader.bytes[range]
            switch key.count {
            case 4 where Self.equal(key, "type"): type = value
            case 4 where Self.equal(key, "name"): name = value
            case 5 where Self.equal(key, "event"): event = value
            case 6 where Self.equal(key, "userId"): userId = value
            case 6 where Self.equal(key, "sentAt"): sentAt = value
            case 6 where Self.equal(key, "traits"): traits = value
            case 7 where Self.equal(key, "context"): context = value
            case 7 where Self.equal(key, "groupId"): groupId = value
            case 8 where Self.equal(key, "category"): category = value
            case 9 where Self.equal(key, "messageId"): messageId = value
            case 9 where Self.equal(key, "timestamp"): timestamp = value
            case 10 where Self.equal(key, "properties"): properties = value
            case 10 where Self.equal(key, "previousId"): previousId = value
            case 11 where Self.equal(key, "anonymousId"): anonymousId = value
            case 12 where Self.equal(key, "integrations"): integrations = value
            case 17 where Self.equal(key, "originalTimestamp"): originalTimestamp = value
            default: break
            }
        }

        func callType() throws(IngestRejection) -> CustomerEventType {
            guard let text = try text("type", type, max: 1_000) else { throw .missing(field: "type") }
            guard let type = CustomerEventType(rawValue: text) else { throw .unknownType(text) }
            return type
        }

        /// A string member; whole numbers are taken as their text, which many senders do with ids. Null and "" are absent.
        func text(_ field: String, _ value: Slice<UnsafeBufferPointer<UInt8>>?, max: Int) throws(IngestRejection) -> String? {
            guard let value, let first = value.first, first != UInt8(ascii: "n") else { return nil }
            var reader = JSONReader(UnsafeBufferPointer(rebasing: value))
            let text: String
            if first == UInt8(ascii: "\"") {
                guard let read = try? reader.readString() else { throw .wrongType(field: field, expected: "valid UTF-8 text") }
                text = read
            } else if case .integer(let number)? = try? reader.readValue() {
                text = String(number)
            } else {
                throw .wrongType(field: field, expected: "a string")
            }
            if text.isEmpty { return nil }
            guard text.utf8.count <= max || text.unicodeScalars.count <= max else { throw .tooLong(field: field, max: max) }
            return text
        }

        func instant(_ field: String, at value: Slice<UnsafeBufferPointer<UInt8>>?) throws(IngestRejection) -> Instant? {
            guard let value, let first = value.first, first != UInt8(ascii: "n") else { return nil }
            guard first == UInt8(ascii: "\""),
                let instant = Instant(rfc3339Bytes: UnsafeBufferPointer(rebasing: value.dropFirst().dropLast()))
            else { throw .unreadableTime(field: field) }
            return instant
        }

        /// The text of an object member; `{}` when absent or null.
        func object(_ field: String, _ value: Slice<UnsafeBufferPointer<UInt8>>?) throws(IngestRejection) -> String {
            guard let value, let first = value.first, first != UInt8(ascii: "n") else { return "{}" }
            guard first == UInt8(ascii: "{"), let text = String(validating: value, as: UTF8.self) else {
                throw .wrongType(field: field, expected: "an object")
            }
            return text
        }

        private static func equal(_ key: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
            for index in 0..<key.count where key[index] != text.utf8Start[index] { return false }
            return true
        }
    }
}
